/**
 * The scan pipeline: from a plan to one {@link io.ehloscope.result.TargetResult} for each target, whatever happens.
 *
 * <p>This package knows order, limits, attempts, and deadlines. It does not know bytes.
 */
@NullMarked
package io.ehloscope.scan;

import org.jspecify.annotations.NullMarked;
