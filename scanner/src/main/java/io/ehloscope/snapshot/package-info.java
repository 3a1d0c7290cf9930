/**
 * The current state of the fleet: one immutable {@link io.ehloscope.snapshot.Snapshot} that all outputs read.
 */
@NullMarked
package io.ehloscope.snapshot;

import org.jspecify.annotations.NullMarked;
