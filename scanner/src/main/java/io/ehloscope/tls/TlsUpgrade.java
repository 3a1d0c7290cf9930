package io.ehloscope.tls;

import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of TLS, after STARTTLS (RFC 3207) or from the first byte (RFC 8314 section 3). It accepts every
 * certificate, version and suite, and records their quality, because a weak one is a finding about the server and no
 * reason to stop.
 */
public final class TlsUpgrade {

    /** A session lifetime in seconds. Tickets live for seven days at most (RFC 8446 section 4.6.1). */
    private static final int LONGER_THAN_ANY_TICKET = 8 * 24 * 60 * 60;

    private final TrustAnchors authorities;
    private final Clock clock;
    private final Executor tasks;

    /**
     * Creates handshakes that evaluate trust with these.
     *
     * @param authorities the authorities that are trusted
     * @param clock the time at which certificates must be valid
     * @param tasks runs the computation, 2 to 10 ms for each handshake; should not be an event loop, which would be
     *     blocked meanwhile
     */
    public TlsUpgrade(TrustAnchors authorities, Clock clock, Executor tasks) {
        this.authorities = authorities;
        this.clock = clock;
        this.tasks = tasks;
    }

    /** The executor that runs the computation of handshakes. */
    public Executor tasks() {
        return tasks;
    }

    /**
     * Creates a handshake that begins when its handler is added to the pipeline of a connected channel.
     *
     * @param hostName the name of the target, for SNI; null for none
     * @param executor runs the computation of the handshake
     */
    public Handshake handshake(@Nullable String hostName, Executor executor) {
        Handshake.ChainRecorder trust = new Handshake.ChainRecorder(authorities, clock);
        Handshake.GroupWatch group = new Handshake.GroupWatch();
        SSLEngine engine = engine(trust);
        engine.setUseClientMode(true);
        LegacyTls.offer(engine);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setAlgorithmConstraints(group);
        if (hostName != null && hostName.indexOf('.') > 0) {
            // As bytes, because the names of some mail servers have an underscore, which the constructor with a string
            // rejects.
            parameters.setServerNames(List.of(new SNIHostName(hostName.getBytes(StandardCharsets.US_ASCII))));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine, executor);
        handler.setHandshakeTimeoutMillis(0);
        return new Handshake(engine, handler, trust, group);
    }

    /**
     * Creates a context for each handshake, because a resumed session would report the certificate of its original
     * handshake.
     */
    private static SSLEngine engine(Handshake.ChainRecorder trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            // The platform keeps every ticket of TLS 1.3 until the connection ends, unless sessions live longer than
            // any ticket may (RFC 8446 section 4.6.1): then it drops the tickets. No session is ever resumed here.
            context.getClientSessionContext().setSessionTimeout(LONGER_THAN_ANY_TICKET);
            return context.createSSLEngine();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot speak TLS: " + e.getMessage(), e);
        }
    }
}
