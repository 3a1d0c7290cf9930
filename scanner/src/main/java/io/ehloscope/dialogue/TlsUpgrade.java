package io.ehloscope.dialogue;

import io.ehloscope.evidence.PeerTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS side of STARTTLS (RFC 3207). It observes: any certificate is accepted for the handshake, and trust and name are
 * judged afterwards and written down, because a bad certificate is a finding about the server and no reason to stop.
 */
public final class TlsUpgrade {

    private final SslContext context;
    private final X509TrustManager authorities;

    /** Trusts, for the judgement, what this machine's Java trusts. */
    public TlsUpgrade() {
        this(null);
    }

    /** Trusts, for the judgement, the authorities of this store; null for those of this machine's Java. */
    public TlsUpgrade(@Nullable KeyStore trusted) {
        try {
            context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    // A resumed session shows the certificate of the time when it began: none is kept for long.
                    .sessionCacheSize(1)
                    .sessionTimeout(1)
                    .build();
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            authorities = Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (SSLException | GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot speak TLS: " + e.getMessage(), e);
        }
    }

    /** A handler to put first in the pipeline; its own handshake bound is the conversation's. */
    SslHandler handler(ByteBufAllocator allocator, Errand errand) {
        SslHandler handler = errand.hostName() == null
                ? context.newHandler(allocator)
                : context.newHandler(
                        allocator, errand.hostName(), errand.address().getPort());
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** What the handshake showed. */
    PeerTls inspect(SSLSession session, @Nullable String hostName) throws SSLPeerUnverifiedException {
        X509Certificate[] chain = Arrays.stream(session.getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
        X509Certificate leaf = chain[0];
        List<String> names = alternativeNames(leaf);
        return new PeerTls(
                session.getProtocol(),
                session.getCipherSuite(),
                leaf.getSubjectX500Principal().getName(),
                names,
                leaf.getIssuerX500Principal().getName(),
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(),
                isTrusted(chain),
                hostName == null ? null : HostNames.anyMatches(names, hostName));
    }

    /** A handshake's failure in words that name what the two sides could not agree on. */
    static String inWords(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    private boolean isTrusted(X509Certificate[] chain) {
        try {
            authorities.checkServerTrusted(
                    chain, chain[0].getPublicKey().getAlgorithm().equals("EC") ? "ECDHE_ECDSA" : "ECDHE_RSA");
            return true;
        } catch (CertificateException notTrusted) {
            return false;
        }
    }

    private static List<String> alternativeNames(X509Certificate leaf) {
        List<String> names = new ArrayList<>();
        try {
            var entries = leaf.getSubjectAlternativeNames();
            if (entries != null) {
                // RFC 5280 section 4.2.1.6: 2 is dNSName, 7 is iPAddress.
                entries.stream()
                        .filter(entry -> entry.get(0).equals(2) || entry.get(0).equals(7))
                        .forEach(entry -> names.add(String.valueOf(entry.get(1))));
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }
}
