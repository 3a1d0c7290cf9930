/**
 * The command line: commands, options, and terminal output. It is one of two packages that may block.
 */
@NullMarked
package io.ehloscope.cli;

import org.jspecify.annotations.NullMarked;
