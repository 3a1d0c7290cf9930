package io.ehloscope.evidence;

import java.util.Locale;

/** The stages of a probe, in order: the values of {@code failure.stage}. */
public enum Stage {
    /** The lookup of addresses. */
    DNS,
    /** The TCP connection. */
    CONNECT,
    /** The first reply: 220 or a refusal. */
    GREETING,
    /** EHLO. */
    EHLO,
    /** HELO, sent if EHLO is refused. */
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

    /** Whether it belongs to the way to TLS after a complete EHLO reply, or to TLS itself. */
    public boolean isOfTls() {
        return this == STARTTLS || this == TLS || this == EHLO_TLS;
    }

    /** The name in results and labels. */
    public String label() {
        return label;
    }
}
