package io.ehloscope.e2e;

/**
 * The TLS configuration of a server.
 *
 * @param certificate the certificate and key of the server
 * @param begin when TLS begins
 */
record ServerTls(TestCertificate certificate, Begin begin) {

    /** When TLS begins. */
    enum Begin {
        /** After STARTTLS, on a connection that begins without TLS. */
        AFTER_STARTTLS,
        /** With the first byte, as on port 465. */
        AT_ONCE
    }

    /** TLS after STARTTLS. */
    static ServerTls afterStarttls(TestCertificate certificate) {
        return new ServerTls(certificate, Begin.AFTER_STARTTLS);
    }

    boolean isAtOnce() {
        return begin == Begin.AT_ONCE;
    }
}
