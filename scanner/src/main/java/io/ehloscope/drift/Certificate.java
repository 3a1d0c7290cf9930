package io.ehloscope.drift;

import io.ehloscope.evidence.PeerTls;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The properties of a certificate that are compared.
 *
 * @param subject the subject in the form of RFC 2253
 * @param issuer the issuer in the form of RFC 2253
 * @param notAfter when its validity ends, in whole seconds
 */
public record Certificate(String subject, String issuer, Instant notAfter) {

    /** Truncates the time to seconds, as in a certificate. */
    public Certificate {
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The server's certificate in a handshake. */
    static Certificate of(PeerTls tls) {
        return new Certificate(tls.subject(), tls.issuer(), tls.notAfter());
    }
}
