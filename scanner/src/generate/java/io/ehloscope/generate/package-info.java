/** Writes the files that ship with the program and that the program's own tables and catalogue determine. */
@NullMarked
package io.ehloscope.generate;

import org.jspecify.annotations.NullMarked;
