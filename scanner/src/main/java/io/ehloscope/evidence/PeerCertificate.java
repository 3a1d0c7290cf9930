package io.ehloscope.evidence;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that a server presented. The texts are the server's own, bounded and not escaped.
 *
 * @param subject the subject (RFC 2253)
 * @param alternativeNames its subject alternative names, DNS names and IP addresses (RFC 5280 section 4.2.1.6)
 * @param issuer the issuer (RFC 2253)
 * @param notBefore when its validity begins
 * @param notAfter when its validity ends
 * @param keyAlgorithm the algorithm of its key, for example {@code RSA}, {@code EC}
 * @param keyBits the length of its key in bits; 0 if unknown
 * @param signature the algorithm of its signature, for example {@code SHA256withRSA}
 * @param thumbprint the SHA-1 hash of the certificate in upper-case hexadecimal digits, by which Windows and Exchange name
 *     it; null if an earlier version recorded the certificate
 */
public record PeerCertificate(
        String subject,
        List<String> alternativeNames,
        String issuer,
        Instant notBefore,
        Instant notAfter,
        String keyAlgorithm,
        int keyBits,
        String signature,
        @Nullable String thumbprint) {

    /** What sentences about a chain call the server's own certificate. */
    public static final String IT = "it";

    /** The form of days in sentences about certificates, in UTC. */
    public static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A certificate without its thumbprint. */
    public PeerCertificate(
            String subject,
            List<String> alternativeNames,
            String issuer,
            Instant notBefore,
            Instant notAfter,
            String keyAlgorithm,
            int keyBits,
            String signature) {
        this(subject, alternativeNames, issuer, notBefore, notAfter, keyAlgorithm, keyBits, signature, null);
    }

    /** Copies the names. */
    public PeerCertificate {
        alternativeNames = List.copyOf(alternativeNames);
    }

    /** The key in words, for example {@code RSA 2048}. */
    public String key() {
        return keyBits == 0 ? keyAlgorithm : keyAlgorithm + " " + keyBits;
    }

    /**
     * Why a chain is not trusted once this certificate has expired; completes "the certificate is not trusted: …".
     *
     * @param which what the sentence calls this certificate; {@value #IT} for the server's own
     */
    public String expired(String which) {
        return which + " expired on " + DAY.format(notAfter);
    }

    /** Why a chain is not trusted before this certificate is valid, as {@link #expired}. */
    public String notYetValid(String which) {
        return which + " is not valid before " + DAY.format(notBefore);
    }

    /** Whether it names itself as its issuer, as the root of a chain does. */
    public boolean namesItself() {
        return subject.equals(issuer);
    }
}
