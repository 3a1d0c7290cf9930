package io.ehloscope.scan;

import java.util.Locale;

/** What lookups and dialogues wait for before they begin. */
public enum ScanQueue {
    /** A lookup, for a place among those in flight. */
    LOOKUP,
    /** A dialogue, for a slot within the limits on all of them together. */
    SLOT,
    /** A dialogue, until its address may be spoken to. */
    ADDRESS;

    /** As metrics name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
