/**
 * What is known of the fleet: one {@link io.ehloscope.snapshot.Snapshot} that everybody reads, small enough to be kept
 * and put on disk between scans.
 */
@NullMarked
package io.ehloscope.snapshot;

import org.jspecify.annotations.NullMarked;
