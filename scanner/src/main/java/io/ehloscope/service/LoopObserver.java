package io.ehloscope.service;

import io.ehloscope.result.ScanResult;
import java.time.Duration;
import java.time.Instant;

/** Is told what the service does. Called one at a time; may take its time, and must not throw. */
public interface LoopObserver {

    /** Cares for nothing. */
    LoopObserver NONE = new LoopObserver() {};

    /** There is a new snapshot. */
    default void step(Step step) {}

    /** When the next whole scan is due. */
    default void nextScan(Instant due) {}

    /** A whole scan took longer than the interval; the next begins at once. */
    default void overran(Duration took, Duration interval) {}

    /** Some targets were looked at, rather than all. */
    default void lookedAgain(int targets) {}

    /** The scanner could not even reach itself, so a scan is not believed, and what was known stays. */
    default void disbelieved(ScanResult scan) {}
}
