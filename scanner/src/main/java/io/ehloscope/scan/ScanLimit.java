package io.ehloscope.scan;

import java.util.Locale;

/** What holds dialogues back that could begin: the limits of the inventory, under the names that they have there, or a shortage. */
public enum ScanLimit {
    /** So many dialogues go on at once, overall. */
    CONCURRENCY,
    /** So many dialogues go on at once with a site, or fewer while it says "later". */
    PER_SITE,
    /** So many connections are begun in a second. */
    CONNECTS_PER_SECOND,
    /** Something of our own is short: descriptors, ports, or event loops that keep up. */
    SHORTAGE;

    /** As metrics name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
