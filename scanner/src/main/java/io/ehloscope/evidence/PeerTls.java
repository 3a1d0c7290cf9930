package io.ehloscope.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS handshake showed. Whether it is good enough is for others to judge.
 *
 * @param version e.g. {@code TLSv1.3}
 * @param cipher the suite's name
 * @param subject the leaf certificate's subject, RFC 2253
 * @param alternativeNames its subject alternative names (DNS and IP)
 * @param issuer its issuer, RFC 2253
 * @param notBefore when its validity begins
 * @param notAfter when its validity ends
 * @param trusted whether the chain leads to an authority that this machine trusts and every link is in force
 * @param hostnameMatches whether the certificate names the host; null where it was probed by address alone
 */
public record PeerTls(
        String version,
        String cipher,
        String subject,
        List<String> alternativeNames,
        String issuer,
        Instant notBefore,
        Instant notAfter,
        boolean trusted,
        @Nullable Boolean hostnameMatches) {

    /** Copies the names. */
    public PeerTls {
        alternativeNames = List.copyOf(alternativeNames);
    }
}
