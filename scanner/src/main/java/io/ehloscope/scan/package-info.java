/**
 * The pipeline: from a plan to one {@link io.ehloscope.scan.TargetResult} for every target of it, whatever happened.
 *
 * <p>This package knows order, limits, rounds and deadlines; it does not know bytes.
 */
@NullMarked
package io.ehloscope.scan;

import org.jspecify.annotations.NullMarked;
