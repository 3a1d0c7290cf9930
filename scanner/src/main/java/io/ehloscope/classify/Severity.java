package io.ehloscope.classify;

import java.util.Locale;

/** How much it matters that a required verb is missing; the gravest stands first. */
public enum Severity {
    /** Mail is refused, lost or waits, or servers cannot talk to each other. */
    CRITICAL,
    /** Something is worse than it should be. */
    WARNING,
    /** Good to know. */
    INFO;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it is written in profiles, labels and reports. */
    public String label() {
        return label;
    }
}
