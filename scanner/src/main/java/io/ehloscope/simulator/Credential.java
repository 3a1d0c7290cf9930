package io.ehloscope.simulator;

import java.time.Duration;

/** What the certificate of a simulated server is like. */
public enum Credential {
    /** Issued by the fleet's authority, in the server's name. */
    GOOD(Duration.ofDays(300)),
    /** As it should be, and to be renewed within some weeks. */
    ENDS_IN_WEEKS(Duration.ofDays(40)),
    /** As it should be, and about to end. */
    ENDS_SOON(Duration.ofDays(12)),
    /** It ended the day before yesterday. */
    EXPIRED(Duration.ofDays(-2)),
    /** Issued by the fleet's authority, in the name of another server. */
    OTHER_NAME(Duration.ofDays(300)),
    /** Issued by nobody but the server itself. */
    SELF_SIGNED(Duration.ofDays(1_500));

    private final Duration left;

    Credential(Duration left) {
        this.left = left;
    }

    /** How long it is valid yet; negative where it is not any more. */
    Duration left() {
        return left;
    }
}
