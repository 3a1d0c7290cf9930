/**
 * The command line: the only place where things are put together, and the only one that blocks.
 */
@NullMarked
package io.ehloscope.cli;

import org.jspecify.annotations.NullMarked;
