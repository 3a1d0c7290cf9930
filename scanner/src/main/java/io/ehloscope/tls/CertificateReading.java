package io.ehloscope.tls;

import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.text.Printable;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Converts X.509 certificates of the Java platform to {@link PeerCertificate} values of bounded size. */
final class CertificateReading {

    /** Characters that are kept of each text; X.509 does not bound the length of a name. */
    private static final int MAX_CHARS = 500;

    /** Names that are kept; public authorities put at most 100 names into a certificate. */
    private static final int MAX_NAMES = 100;

    private CertificateReading() {}

    static PeerCertificate read(X509Certificate each) {
        PublicKey key = each.getPublicKey();
        return new PeerCertificate(
                bounded(each.getSubjectX500Principal().getName()),
                names(each).stream()
                        .limit(MAX_NAMES)
                        .map(CertificateReading::bounded)
                        .toList(),
                bounded(each.getIssuerX500Principal().getName()),
                each.getNotBefore().toInstant(),
                each.getNotAfter().toInstant(),
                bounded(key.getAlgorithm()),
                bits(key),
                bounded(each.getSigAlgName()),
                thumbprint(each));
    }

    /**
     * The DNS names and IP addresses in the subject alternative names (RFC 5280 section 4.2.1.6: 2 is dNSName, 7 is
     * iPAddress); empty if the extension cannot be read.
     */
    static List<String> names(X509Certificate each) {
        List<String> names = new ArrayList<>();
        try {
            var entries = each.getSubjectAlternativeNames();
            if (entries != null) {
                entries.stream()
                        .filter(entry -> entry.get(0).equals(2) || entry.get(0).equals(7))
                        .forEach(entry -> names.add(String.valueOf(entry.get(1))));
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }

    /** The hash that Windows shows as the thumbprint: a name for the certificate, not a proof. */
    private static String thumbprint(X509Certificate each) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(each.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-1, and the certificate was decoded", impossible);
        }
    }

    static String bounded(String text) {
        return Printable.cut(text, MAX_CHARS);
    }

    private static int bits(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength();
        }
        if (key instanceof ECKey curve) {
            return curve.getParams().getOrder().bitLength();
        }
        return key instanceof DSAKey dsa && dsa.getParams() != null
                ? dsa.getParams().getP().bitLength()
                : 0;
    }
}
