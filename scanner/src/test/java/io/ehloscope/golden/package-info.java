/** Golden files: expected outputs that a person accepts. */
@NullMarked
package io.ehloscope.golden;

import org.jspecify.annotations.NullMarked;
