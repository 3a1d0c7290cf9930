package io.ehloscope.classify;

import java.util.Locale;

/** How much the absence of a required verb matters; the most severe first. */
public enum Severity {
    /** Mail is refused, lost, or delayed, or servers cannot exchange mail. */
    CRITICAL,
    /** A function is degraded. */
    WARNING,
    /** For information. */
    INFO;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in profiles, labels, and reports. */
    public String label() {
        return label;
    }
}
