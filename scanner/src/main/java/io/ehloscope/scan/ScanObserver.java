package io.ehloscope.scan;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;

/** Is told what a scan does while it does it. Must be quick, and must not throw. */
public interface ScanObserver {

    /** Cares for nothing. */
    ScanObserver NONE = new ScanObserver() {};

    /** A connection is being opened. */
    default void dialogueStarted() {}

    /** A connection is closed. */
    default void dialogueEnded(ProbeOutcome outcome) {}

    /** A target will be tried again for this reason. */
    default void retryScheduled(Reason reason) {}
}
