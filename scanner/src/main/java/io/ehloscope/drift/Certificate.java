package io.ehloscope.drift;

import io.ehloscope.evidence.PeerTls;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What of a certificate is compared.
 *
 * @param subject RFC 2253
 * @param issuer RFC 2253
 * @param notAfter when its validity ends, to the second
 */
public record Certificate(String subject, String issuer, Instant notAfter) {

    /** Cuts the time to what a certificate can say. */
    public Certificate {
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
    }

    /** That of a handshake. */
    static Certificate of(PeerTls tls) {
        return new Certificate(tls.subject(), tls.issuer(), tls.notAfter());
    }
}
