package io.ehloscope.drift;

import io.ehloscope.evidence.PeerTls;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a certificate that are compared. Null means unknown, as in a file of an earlier version.
 *
 * @param subject the subject in the form of RFC 2253
 * @param issuer the issuer in the form of RFC 2253
 * @param notBefore when its validity begins, in whole seconds
 * @param notAfter when its validity ends, in whole seconds
 * @param thumbprint the SHA-1 hash of the certificate in hexadecimal digits
 */
public record Certificate(
        String subject,
        String issuer,
        @Nullable Instant notBefore,
        Instant notAfter,
        @Nullable String thumbprint) {

    /** Truncates the times to seconds, as in a certificate. */
    public Certificate {
        notBefore = notBefore == null ? null : notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The server's certificate in a handshake. */
    static Certificate of(PeerTls tls) {
        return new Certificate(
                tls.subject(),
                tls.issuer(),
                tls.leaf().notBefore(),
                tls.notAfter(),
                tls.leaf().thumbprint());
    }
}
