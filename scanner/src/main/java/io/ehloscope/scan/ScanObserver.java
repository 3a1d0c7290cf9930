package io.ehloscope.scan;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import java.time.Duration;

/** Is notified of the events of a scan, one at a time. Must be quick, and must not throw. */
public interface ScanObserver {

    /** Does nothing. */
    ScanObserver NONE = new ScanObserver() {};

    /** A name was looked up, or its lookup failed. */
    default void lookedUp(Duration took) {}

    /** A lookup or a dialogue begins, after it waited this long; a dialogue reports both its queues, also with zero. */
    default void waited(ScanQueue queue, Duration time) {}

    /** This limit held back dialogues for this time. */
    default void heldBack(ScanLimit limit, Duration time) {}

    /** A connection is being opened. Exactly one of the next two notifications follows. */
    default void dialogueStarted() {}

    /** A connection is closed. */
    default void dialogueEnded(ProbeOutcome outcome) {}

    /** A connection is closed before its dialogue has ended, because the scan has. */
    default void dialogueCut() {}

    /** A connection or a lookup will be retried because of this failure. */
    default void retryScheduled(Reason reason) {}
}
