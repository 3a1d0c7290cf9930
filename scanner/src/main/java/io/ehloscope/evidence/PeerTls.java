package io.ehloscope.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a TLS handshake, without a judgment of it.
 *
 * @param version the protocol version, for example {@code TLSv1.3}
 * @param cipher the name of the cipher suite
 * @param groupBits the size of the group of a finite-field Diffie-Hellman exchange, in bits; null if another exchange
 *     was used
 * @param chain the certificates in the server's order, its own first; never empty
 * @param distrust why the chain is not trusted, each an ending of "the certificate is not trusted: "; empty if the
 *     chain leads to a trusted authority and every certificate is valid now
 * @param hostnameMatches whether the certificate names the host; null if the host was probed by address alone
 */
public record PeerTls(
        String version,
        String cipher,
        @Nullable Integer groupBits,
        List<PeerCertificate> chain,
        List<String> distrust,
        @Nullable Boolean hostnameMatches) {

    /** Copies the lists; rejects an empty chain. */
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

    /** Whether the chain leads to a trusted authority and every certificate is valid now. */
    public boolean trusted() {
        return distrust.isEmpty();
    }

    /** Why the chain is not trusted, apart from the validity of the server's own certificate. */
    public List<String> distrustBeyondValidity() {
        String expired = leaf().expired(PeerCertificate.IT);
        String notYetValid = leaf().notYetValid(PeerCertificate.IT);
        return distrust.stream()
                .filter(each -> !each.equals(expired) && !each.equals(notYetValid))
                .toList();
    }
}
