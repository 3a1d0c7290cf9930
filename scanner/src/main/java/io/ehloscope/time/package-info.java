/**
 * The source of time. Everything that waits or measures takes a {@link io.ehloscope.time.TimeSource}, so that tests run
 * it in virtual time.
 */
@NullMarked
package io.ehloscope.time;

import org.jspecify.annotations.NullMarked;
