package io.ehloscope.classify;

import java.util.Locale;

/** How reliable a recognized product is, by its evidence; the most reliable first. */
public enum Confidence {
    /** Verbs that no other product offers, or a greeting and a list of matching form. */
    CERTAIN,
    /** The form of the list alone, or a greeting that nothing in the list contradicts. */
    LIKELY,
    /** A greeting without a list to compare it with, or a fingerprint that is declared an inference. */
    POSSIBLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in fingerprints and results. */
    public String label() {
        return label;
    }
}
