package io.ehloscope.evidence;

import java.util.Locale;

/** Why a stage failed. The closed set of {@code failure.reason}. */
public enum Reason {
    /** The name has no address. */
    NOT_FOUND(false),
    /** Nothing came within the bound of the stage. */
    TIMEOUT(true),
    /** The connection was refused. */
    REFUSED(true),
    /** No way to the address. */
    UNREACHABLE(true),
    /** The connection was reset. */
    RESET(true),
    /** The server closed the connection before it had answered. */
    CLOSED(true),
    /** "Too many connections", or words to that effect. */
    RATE_LIMITED(true),
    /** A reply of the 4yz class. */
    REJECTED_TEMPORARILY(true),
    /** A reply of the 5yz class. */
    REJECTED_PERMANENTLY(false),
    /** What answers does not speak SMTP. */
    NOT_SMTP(false),
    /** The reply began and never ended. */
    TRUNCATED(true),
    /** More than is read of any server. */
    TOO_LARGE(false),
    /** The TLS handshake failed. */
    TLS_FAILED(false),
    /** A shortage on our own side; says nothing about the server. */
    OVERLOADED(true);

    private final String label = name().toLowerCase(Locale.ROOT);
    private final boolean passing;

    Reason(boolean passing) {
        this.passing = passing;
    }

    /** As it is written in results and labels. */
    public String label() {
        return label;
    }

    /** Whether another attempt a little later may well end otherwise. */
    public boolean isTransient() {
        return passing;
    }
}
