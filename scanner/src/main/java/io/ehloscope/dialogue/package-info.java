/**
 * One dialogue with one server, from connect to close.
 *
 * <p>{@link io.ehloscope.dialogue.Conversation} defines the order of the steps: a state machine without I/O or clock
 * that receives bytes and times and returns the next {@link io.ehloscope.dialogue.Action}.
 * {@link io.ehloscope.dialogue.SmtpClientHandler} drives it from a Netty channel and is the only class that sees bytes
 * on the wire; {@link io.ehloscope.dialogue.SmtpClient} opens the connection.
 * {@link io.ehloscope.dialogue.TransportFailure} maps exceptions to failures.
 */
@NullMarked
package io.ehloscope.dialogue;

import org.jspecify.annotations.NullMarked;
