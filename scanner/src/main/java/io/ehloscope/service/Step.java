package io.ehloscope.service;

import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanResult;
import io.ehloscope.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * One step of the service: there is a new snapshot.
 *
 * @param kind what made it
 * @param plan what is scanned from now on, as the inventory gives it
 * @param snapshot what is known now
 * @param looked the scan that made it; null where none did
 */
public record Step(
        Kind kind, Plan plan, Snapshot snapshot, @Nullable ScanResult looked) {

    /** What makes a snapshot. */
    public enum Kind {
        /** It was on disk, or given, when the service began. */
        FOUND,
        /** A whole scan. */
        WHOLE,
        /** A look at some targets: those with findings, new ones, or those that somebody asked for. */
        AGAIN,
        /** Another inventory. */
        RELOADED
    }
}
