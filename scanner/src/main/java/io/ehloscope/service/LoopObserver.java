package io.ehloscope.service;

import io.ehloscope.result.ScanResult;
import java.time.Duration;
import java.time.Instant;

/** Receives the events of the scan loop. Calls never overlap. An implementation may block, and must not throw. */
public interface LoopObserver {

    /** Ignores all events. */
    LoopObserver NONE = new LoopObserver() {};

    /** There is a new snapshot. */
    default void step(Step step) {}

    /** The next whole scan is due at this instant. */
    default void nextScan(Instant due) {}

    /** A whole scan took longer than the interval; the next one begins immediately. */
    default void overran(Duration took, Duration interval) {}

    /** A scan of some of the targets has ended; {@code targets} is how many. */
    default void rescanned(int targets) {}

    /** A scan was discarded because the canary did not answer; the snapshot stays unchanged. */
    default void discarded(ScanResult scan) {}
}
