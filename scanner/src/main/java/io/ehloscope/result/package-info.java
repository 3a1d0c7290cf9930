/**
 * Results of scans: immutable values that every output reads.
 *
 * <p>A {@link io.ehloscope.result.ScanResult} has one {@link io.ehloscope.result.TargetResult} for each target of the
 * plan.
 */
@NullMarked
package io.ehloscope.result;

import org.jspecify.annotations.NullMarked;
