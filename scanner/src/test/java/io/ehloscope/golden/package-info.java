/** Golden files: expected outputs, which a developer reviews and accepts. */
@NullMarked
package io.ehloscope.golden;

import org.jspecify.annotations.NullMarked;
