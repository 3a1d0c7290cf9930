package io.ehloscope.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS handshake showed. Whether it is good enough is for others to judge.
 *
 * @param version e.g. {@code TLSv1.3}
 * @param cipher the suite's name
 * @param groupBits how large the group of a finite-field Diffie-Hellman exchange was, in bits; null where another exchange
 *     was used
 * @param chain the certificates in the server's order, its own first; never empty
 * @param distrust why the chain is not trusted, each an end to "the certificate is not trusted: "; empty where it leads to
 *     an authority that is trusted and every link is in force
 * @param hostnameMatches whether the certificate names the host; null where it was probed by address alone
 */
public record PeerTls(
        String version,
        String cipher,
        @Nullable Integer groupBits,
        List<PeerCertificate> chain,
        List<String> distrust,
        @Nullable Boolean hostnameMatches) {

    /** Copies the lists. */
    public PeerTls {
        chain = List.copyOf(chain);
        distrust = List.copyOf(distrust);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a server without a certificate has shown nothing");
        }
    }

    /** The server's own certificate. */
    public PeerCertificate leaf() {
        return chain.get(0);
    }

    /** The subject of the server's own certificate. */
    public String subject() {
        return leaf().subject();
    }

    /** The issuer of the server's own certificate. */
    public String issuer() {
        return leaf().issuer();
    }

    /** When the validity of the server's own certificate ends. */
    public Instant notAfter() {
        return leaf().notAfter();
    }

    /** Whether the chain leads to an authority that is trusted here and every link is in force. */
    public boolean trusted() {
        return distrust.isEmpty();
    }
}
