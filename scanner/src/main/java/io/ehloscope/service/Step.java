package io.ehloscope.service;

import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanResult;
import io.ehloscope.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * An event of the scan loop: there is a new snapshot.
 *
 * @param kind what made it
 * @param plan the plan of the current inventory
 * @param snapshot the new snapshot
 * @param scan the scan whose results it includes; null if there is none
 */
public record Step(
        Kind kind, Plan plan, Snapshot snapshot, @Nullable ScanResult scan) {

    /** What makes a snapshot. */
    public enum Kind {
        /** It was read from disk, or passed in, at startup. */
        FOUND,
        /** A whole scan. */
        WHOLE,
        /** A scan of some targets: those with findings, new ones, or requested ones. */
        AGAIN,
        /** An inventory was reloaded. */
        RELOADED
    }
}
