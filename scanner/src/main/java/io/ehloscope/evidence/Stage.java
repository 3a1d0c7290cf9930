package io.ehloscope.evidence;

import java.util.Locale;

/** The steps of a probe, in their order. The closed set of {@code failure.stage}. */
public enum Stage {
    /** From a name to addresses. */
    DNS,
    /** The TCP connection. */
    CONNECT,
    /** The first reply, 220 or a refusal. */
    GREETING,
    /** EHLO. */
    EHLO,
    /** HELO, said where EHLO is refused. */
    HELO,
    /** The STARTTLS command and its reply. */
    STARTTLS,
    /** The TLS handshake. */
    TLS,
    /** EHLO again, inside TLS. */
    EHLO_TLS,
    /** The end of the dialogue. */
    QUIT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it is written in results and labels. */
    public String label() {
        return label;
    }
}
