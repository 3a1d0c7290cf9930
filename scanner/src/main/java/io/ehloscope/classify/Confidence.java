package io.ehloscope.classify;

import java.util.Locale;

/** How far a recognised product may be relied on, by what it rests on; the surest stands first. */
public enum Confidence {
    /** Verbs that no other product offers, or a greeting and the form of the list that say the same. */
    CERTAIN,
    /** The form of the list alone, or a greeting that nothing in the list contradicts. */
    LIKELY,
    /** A greeting with no list to hold it against, or an inference that the fingerprint itself calls one. */
    POSSIBLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it is written in fingerprints and results. */
    public String label() {
        return label;
    }
}
