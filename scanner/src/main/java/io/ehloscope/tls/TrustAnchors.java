package io.ehloscope.tls;

import io.ehloscope.evidence.PeerCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that are trusted, and the reasons why a certificate chain does not lead to one of them. The Java
 * platform decides whether a chain is trusted, by its strict rules for paths ({@code jdk.certpath.disabledAlgorithms}).
 * It fetches nothing, and does not check revocation.
 */
public final class TrustAnchors {

    /** The extension that locates the issuer's certificate (RFC 5280 section 4.2.2.1). */
    private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";

    private final List<X509Certificate> more;
    private @Nullable Read read;

    private TrustAnchors(Collection<X509Certificate> more) {
        this.more = List.copyOf(more);
    }

    /** The authorities that this machine's Java trusts. */
    public static TrustAnchors ofThisJava() {
        return new TrustAnchors(List.of());
    }

    /** The authorities that this machine's Java trusts, and these. */
    public static TrustAnchors ofThisJavaAnd(Collection<X509Certificate> more) {
        return new TrustAnchors(more);
    }

    /**
     * Reads the authorities when the first certificate is evaluated: reading takes time, and most scans do not need it.
     */
    private synchronized Read read() {
        if (read == null) {
            read = Read.by(more.isEmpty() ? judge(null) : judge(together(more)));
        }
        return read;
    }

    private static KeyStore together(List<X509Certificate> more) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            List<X509Certificate> all =
                    new ArrayList<>(Arrays.asList(judge(null).getAcceptedIssuers()));
            all.addAll(more);
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("authority-" + i, all.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot hold certificates: " + e.getMessage(), e);
        }
    }

    private static X509TrustManager judge(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot judge certificates: " + e.getMessage(), e);
        }
    }

    /**
     * The reasons why a chain is not trusted. Each completes the sentence "the certificate is not trusted: …". Empty if
     * the chain is trusted.
     *
     * @param chain as the server sent it, its own certificate first
     * @param exchange the key exchange, as JSSE names it for trust managers
     * @param now the time at which certificates must be valid
     */
    List<String> objections(X509Certificate[] chain, String exchange, Instant now) {
        try {
            read().judge.checkServerTrusted(chain.clone(), exchange);
            return List.of();
        } catch (CertificateException notTrusted) {
            List<String> why = new ArrayList<>();
            for (X509Certificate each : chain) {
                validity(CertificateReading.read(each), each.equals(chain[0]), now, why);
            }
            descent(chain, why);
            if (why.isEmpty() || cause(notTrusted) == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
                why.add(inWords(notTrusted));
            }
            return List.copyOf(why);
        }
    }

    private static void validity(PeerCertificate each, boolean own, Instant now, List<String> why) {
        String which = own ? PeerCertificate.IT : "the certificate of " + each.subject();
        if (now.isAfter(each.notAfter())) {
            why.add(each.expired(which));
        } else if (now.isBefore(each.notBefore())) {
            why.add(each.notYetValid(which));
        }
    }

    /** Follows the chain from issuer to issuer, and reports where it ends before it reaches a known authority. */
    private void descent(X509Certificate[] chain, List<String> why) {
        Map<X500Principal, List<X509Certificate>> known = read().known;
        X509Certificate at = chain[0];
        for (int steps = 0; steps < chain.length; steps++) {
            if (isKnown(known, at) || issuer(at, known.getOrDefault(at.getIssuerX500Principal(), List.of())) != null) {
                return;
            }
            X509Certificate next = issuer(at, Arrays.asList(chain));
            if (next == null) {
                why.add(missing(at));
                return;
            }
            if (next.equals(at)) {
                why.add(
                        at.equals(chain[0])
                                ? "it is self-signed, and is not among the trusted authorities"
                                : "its authority, " + name(at) + ", is not among the trusted authorities");
                return;
            }
            at = next;
        }
    }

    private static boolean isKnown(Map<X500Principal, List<X509Certificate>> known, X509Certificate each) {
        return known.getOrDefault(each.getSubjectX500Principal(), List.of()).contains(each);
    }

    private static String missing(X509Certificate at) {
        String issuer = CertificateReading.bounded(at.getIssuerX500Principal().getName());
        return at.getExtensionValue(AUTHORITY_INFORMATION_ACCESS) == null
                ? "its issuer, " + issuer + ", is neither trusted nor sent by the server"
                : "the chain is incomplete: the certificate of its issuer, " + issuer + ", is not sent by the server";
    }

    private static @Nullable X509Certificate issuer(X509Certificate of, List<X509Certificate> candidates) {
        return candidates.stream()
                .filter(each -> each.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                .filter(each -> isSignedBy(of, each))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSignedBy(X509Certificate of, X509Certificate issuer) {
        try {
            of.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException otherKey) {
            return false;
        }
    }

    private static String name(X509Certificate each) {
        return CertificateReading.bounded(each.getSubjectX500Principal().getName());
    }

    private static CertPathValidatorException.@Nullable Reason cause(CertificateException thrown) {
        return RootCause.root(thrown) instanceof CertPathValidatorException path ? path.getReason() : null;
    }

    private static String inWords(CertificateException thrown) {
        String words = CertificateReading.bounded(RootCause.inWords(thrown));
        return cause(thrown) == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED
                ? "it, or a certificate that signs it, uses an algorithm that is no longer considered safe (" + words
                        + ")"
                : words;
    }

    /**
     * The authorities, read.
     *
     * @param judge decides whether a chain is trusted
     * @param known all authorities, by subject
     */
    private record Read(X509TrustManager judge, Map<X500Principal, List<X509Certificate>> known) {

        static Read by(X509TrustManager judge) {
            Map<X500Principal, List<X509Certificate>> known = new LinkedHashMap<>();
            for (X509Certificate each : judge.getAcceptedIssuers()) {
                known.computeIfAbsent(each.getSubjectX500Principal(), name -> new ArrayList<>(1))
                        .add(each);
            }
            return new Read(judge, known);
        }
    }
}
