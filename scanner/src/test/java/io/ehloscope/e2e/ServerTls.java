package io.ehloscope.e2e;

/**
 * How a server is to speak TLS.
 *
 * @param certificate what it shows
 * @param begin when
 */
record ServerTls(TestCertificate certificate, Begin begin) {

    /** When TLS begins. */
    enum Begin {
        /** After STARTTLS, on a connection that begins in the clear. */
        AFTER_STARTTLS,
        /** With the first byte, as on port 465. */
        AT_ONCE
    }

    /** After STARTTLS. */
    static ServerTls afterStarttls(TestCertificate certificate) {
        return new ServerTls(certificate, Begin.AFTER_STARTTLS);
    }

    boolean isAtOnce() {
        return begin == Begin.AT_ONCE;
    }
}
