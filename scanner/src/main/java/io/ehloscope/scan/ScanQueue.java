package io.ehloscope.scan;

import java.util.Locale;

/** The queues in which lookups and dialogues wait before they begin. */
public enum ScanQueue {
    /** A lookup waits for others in flight to end. */
    LOOKUP,
    /** A dialogue waits for a slot within the limits of the scan and of its site. */
    SLOT,
    /** A dialogue waits for its address: for its limit, its gap, or the backoff after a temporary rejection. */
    ADDRESS;

    /** The value of the metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
