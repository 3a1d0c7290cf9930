package io.ehloscope.simulator;

import java.time.Duration;

/** The certificate of a simulated server. */
public enum Credential {
    /** Issued by the fleet's authority for the server's name; valid for 300 days. */
    GOOD(Duration.ofDays(300)),
    /** Valid for 40 days. */
    ENDS_IN_WEEKS(Duration.ofDays(40)),
    /** Valid for 12 days. */
    ENDS_SOON(Duration.ofDays(12)),
    /** Expired two days ago. */
    EXPIRED(Duration.ofDays(-2)),
    /** Valid from the day after tomorrow on, as on a server whose clock is wrong or a certificate that came early. */
    NOT_YET_VALID(Duration.ofDays(300)),
    /** With an RSA key of 1024 bits. */
    SHORT_KEY(Duration.ofDays(300)),
    /** Issued by the fleet's authority for the name of another server. */
    OTHER_NAME(Duration.ofDays(300)),
    /** Signed by the server itself. */
    SELF_SIGNED(Duration.ofDays(1_500));

    private static final Duration AGE = Duration.ofDays(400);
    private static final Duration EARLY = Duration.ofDays(2);

    private final Duration left;

    Credential(Duration left) {
        this.left = left;
    }

    /** The remaining validity; negative if the certificate has expired. */
    Duration left() {
        return left;
    }

    /** For how long it has been valid; negative if its validity has not begun. */
    Duration age() {
        return this == NOT_YET_VALID ? EARLY.negated() : AGE;
    }
}
