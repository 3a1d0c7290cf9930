package io.ehloscope.evidence;

import java.util.Locale;

/** The result of STARTTLS: the values of {@code starttls}. */
public enum Starttls {
    /** An EHLO reply without STARTTLS. */
    NOT_OFFERED,
    /** Offered, but not used. */
    OFFERED,
    /** Offered and completed. */
    NEGOTIATED,
    /** Offered and used, but failed. */
    FAILED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in results. */
    public String label() {
        return label;
    }
}
