package io.ehloscope.tls;

import io.ehloscope.evidence.PeerTls;
import io.netty.handler.ssl.SslHandler;
import java.net.Socket;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.interfaces.DHKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One TLS handshake as the client. It accepts every certificate chain that the server sends, and records it. The
 * expensive work, which includes the evaluation of the chain, runs on the executor of the {@link SslHandler}.
 */
public final class Handshake {

    private final SSLEngine engine;
    private final SslHandler handler;
    private final ChainRecorder trust;
    private final GroupWatch group;

    Handshake(SSLEngine engine, SslHandler handler, ChainRecorder trust, GroupWatch group) {
        this.engine = engine;
        this.handler = handler;
        this.trust = trust;
        this.group = group;
    }

    /**
     * The handler to put first in the pipeline. It has no handshake timeout of its own; the deadline of the dialogue
     * applies.
     */
    public SslHandler handler() {
        return handler;
    }

    /**
     * What the handshake revealed, once it is complete; null if the server sent no certificate.
     *
     * @param hostName the name to compare with the names in the certificate; null to compare none
     */
    @Nullable
    public PeerTls seen(@Nullable String hostName) {
        List<X509Certificate> chain = trust.chain;
        if (chain.isEmpty()) {
            return null;
        }
        SSLSession session = engine.getSession();
        return new PeerTls(
                session.getProtocol(),
                session.getCipherSuite(),
                group.bits,
                chain.stream().map(CertificateReading::read).toList(),
                trust.objections,
                hostName == null ? null : HostNames.anyMatches(CertificateReading.names(chain.get(0)), hostName));
    }

    /** Accepts every chain, and records it with the reasons not to trust it. */
    static final class ChainRecorder extends X509ExtendedTrustManager {

        private final TrustAnchors authorities;
        private final Clock clock;
        private volatile List<X509Certificate> chain = List.of();
        private volatile List<String> objections = List.of();

        ChainRecorder(TrustAnchors authorities, Clock clock) {
            this.authorities = authorities;
            this.clock = clock;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String exchange, @Nullable SSLEngine engine) {
            chain = List.copyOf(Arrays.asList(shown));
            objections = authorities.objections(shown, exchange, clock.instant());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String exchange) {
            checkServerTrusted(shown, exchange, (SSLEngine) null);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String exchange, Socket socket) {
            checkServerTrusted(shown, exchange, (SSLEngine) null);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String exchange) {
            throw new UnsupportedOperationException("this is the client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String exchange, Socket socket) {
            checkClientTrusted(shown, exchange);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String exchange, SSLEngine engine) {
            checkClientTrusted(shown, exchange);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /**
     * Permits every algorithm. The callback is the only way to learn which Diffie-Hellman group the server chose: no
     * session reports it.
     */
    static final class GroupWatch implements AlgorithmConstraints {

        private volatile @Nullable Integer bits;

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            if (key instanceof DHKey group) {
                bits = group.getParams().getP().bitLength();
            }
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
            return permits(primitives, key);
        }
    }
}
