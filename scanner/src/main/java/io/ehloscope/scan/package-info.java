/**
 * The scan pipeline: from a plan to exactly one {@link io.ehloscope.result.TargetResult} for each target.
 *
 * <p>This package decides the order, the limits, and the attempts. It does not know the protocol.
 */
@NullMarked
package io.ehloscope.scan;

import org.jspecify.annotations.NullMarked;
