package io.ehloscope.evidence;

import java.util.Locale;

/** Why a stage failed: the values of {@code failure.reason}. */
public enum Reason {
    /** The name has no address. */
    NOT_FOUND(false),
    /** The time limit of the stage passed. */
    TIMEOUT(true),
    /** The connection was refused. */
    REFUSED(true),
    /** The address is unreachable, for example without a route to it. */
    UNREACHABLE(true),
    /** The connection was reset. */
    RESET(true),
    /** The server closed the connection before it answered. */
    CLOSED(true),
    /** "Too many connections", or similar words. */
    RATE_LIMITED(true),
    /** A reply of the 4yz class. */
    REJECTED_TEMPORARILY(true),
    /** A reply of the 5yz class. */
    REJECTED_PERMANENTLY(false),
    /** The server does not speak SMTP. */
    NOT_SMTP(false),
    /** The reply began but did not end. */
    TRUNCATED(true),
    /** The server sent more than the read limits allow. */
    TOO_LARGE(false),
    /** The TLS handshake failed. */
    TLS_FAILED(false),
    /** The scanner is short of a resource; says nothing about the server. */
    OVERLOADED(true);

    private final String label = name().toLowerCase(Locale.ROOT);
    private final boolean canPass;

    Reason(boolean canPass) {
        this.canPass = canPass;
    }

    /** The name in results and labels. */
    public String label() {
        return label;
    }

    /** Whether another attempt soon after can end differently. */
    public boolean isTransient() {
        return canPass;
    }
}
