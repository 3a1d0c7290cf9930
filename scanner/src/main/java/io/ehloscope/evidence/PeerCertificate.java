package io.ehloscope.evidence;

import java.time.Instant;
import java.util.List;

/**
 * A certificate as a server showed it. The texts are the server's own, bounded and not escaped.
 *
 * @param subject RFC 2253
 * @param alternativeNames its subject alternative names, DNS names and IP addresses (RFC 5280 section 4.2.1.6)
 * @param issuer RFC 2253
 * @param notBefore when its validity begins
 * @param notAfter when its validity ends
 * @param keyAlgorithm e.g. {@code RSA}, {@code EC}
 * @param keyBits how long its key is, in bits; 0 where that cannot be told
 * @param signature how its issuer signed it, e.g. {@code SHA256withRSA}
 */
public record PeerCertificate(
        String subject,
        List<String> alternativeNames,
        String issuer,
        Instant notBefore,
        Instant notAfter,
        String keyAlgorithm,
        int keyBits,
        String signature) {

    /** Copies the names. */
    public PeerCertificate {
        alternativeNames = List.copyOf(alternativeNames);
    }

    /** The key in words, e.g. {@code RSA 2048}. */
    public String key() {
        return keyBits == 0 ? keyAlgorithm : keyAlgorithm + " " + keyBits;
    }

    /** Whether it names itself as its issuer, as the root of a chain does. */
    public boolean namesItself() {
        return subject.equals(issuer);
    }
}
