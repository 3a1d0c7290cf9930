/**
 * One connection with one server, from connect to close: a pure state machine, and the Netty handler that drives it.
 */
@NullMarked
package io.ehloscope.dialogue;

import org.jspecify.annotations.NullMarked;
