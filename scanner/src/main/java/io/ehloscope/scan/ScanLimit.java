package io.ehloscope.scan;

import java.util.Locale;

/** Why dialogues that could begin are held back: a limit of the inventory, by its name there, or a shortage. */
public enum ScanLimit {
    /** The maximum of dialogues at the same time, in the scan or in the program. */
    CONCURRENCY,
    /**
     * The maximum of dialogues with a site at the same time, which is lower while its servers reject connections
     * temporarily.
     */
    PER_SITE,
    /** The maximum of connections opened per second. */
    CONNECTS_PER_SECOND,
    /** A shortage on the scanner's own machine: descriptors, ports, or event loops that lag. */
    SHORTAGE;

    /** The value of the metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
