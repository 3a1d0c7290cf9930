package io.ehloscope.scan;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import java.time.Duration;

/** Is told what a scan does while it does it. Must be quick, and must not throw. */
public interface ScanObserver {

    /** Cares for nothing. */
    ScanObserver NONE = new ScanObserver() {};

    /** A name was looked up, or its lookup failed. */
    default void lookedUp(Duration took) {}

    /** A lookup or a dialogue begins, and waited this long for it; a dialogue tells so of each queue that it was in or not. */
    default void waited(ScanQueue queue, Duration time) {}

    /** For this time dialogues that could have begun were held back by this limit. */
    default void heldBack(ScanLimit limit, Duration time) {}

    /** A connection is being opened. Exactly one of the next two follows. */
    default void dialogueStarted() {}

    /** A connection is closed. */
    default void dialogueEnded(ProbeOutcome outcome) {}

    /** A connection is closed before its dialogue has ended, because the scan is. */
    default void dialogueCut() {}

    /** A target will be tried again for this reason. */
    default void retryScheduled(Reason reason) {}
}
