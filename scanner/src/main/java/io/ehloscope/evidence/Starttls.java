package io.ehloscope.evidence;

import java.util.Locale;

/** What became of STARTTLS. The closed set of {@code starttls}. */
public enum Starttls {
    /** An EHLO reply without STARTTLS. */
    NOT_OFFERED,
    /** Offered, and not asked for. */
    OFFERED,
    /** Offered and carried out. */
    NEGOTIATED,
    /** Offered, asked for, and failed. */
    FAILED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it is written in results. */
    public String label() {
        return label;
    }
}
