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
 * The client's side of TLS, after STARTTLS (RFC 3207) or from the first byte (RFC 8314 section 3). It observes: any
 * certificate, version and suite is accepted for the handshake, and what they are worth is written down, because a bad one
 * is a finding about the server and no reason to stop.
 */
public final class TlsUpgrade {

    /** Seconds: tickets live for seven days at most. */
    private static final int LONGER_THAN_ANY_TICKET = 8 * 24 * 60 * 60;

    private final TrustAnchors authorities;
    private final Clock clock;
    private final Executor tasks;

    /**
     * Handshakes judged by these.
     *
     * @param authorities who is trusted
     * @param clock says what has expired
     * @param tasks does the computing, 2 to 10 ms a handshake; should not be an event loop, which could do nothing else
     *     meanwhile
     */
    public TlsUpgrade(TrustAnchors authorities, Clock clock, Executor tasks) {
        this.authorities = authorities;
        this.clock = clock;
        this.tasks = tasks;
    }

    public Executor tasks() {
        return tasks;
    }

    /**
     * A handshake that begins once its handler is in the pipeline of a connected channel.
     *
     * @param hostName the name of the target, for SNI; null for none
     * @param executor computes the handshake
     */
    public Handshake handshake(@Nullable String hostName, Executor executor) {
        Handshake.TrustRecorder trust = new Handshake.TrustRecorder(authorities, clock);
        Handshake.GroupWatch group = new Handshake.GroupWatch();
        SSLEngine engine = engine(trust);
        engine.setUseClientMode(true);
        LegacyTls.offer(engine);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setAlgorithmConstraints(group);
        if (hostName != null && hostName.indexOf('.') > 0) {
            // As bytes, for the names of some mail servers have an underscore, which the other constructor refuses.
            parameters.setServerNames(List.of(new SNIHostName(hostName.getBytes(StandardCharsets.US_ASCII))));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine, executor);
        handler.setHandshakeTimeoutMillis(0);
        return new Handshake(engine, handler, trust, group);
    }

    /** A context for each handshake: a session that was resumed would show the certificate of the time when it began. */
    private static SSLEngine engine(Handshake.TrustRecorder trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            // The platform keeps every ticket of TLS 1.3 until the connection ends, unless sessions live longer than
            // any
            // ticket may (RFC 8446 section 4.6.1): then it drops them. None is ever resumed here.
            context.getClientSessionContext().setSessionTimeout(LONGER_THAN_ANY_TICKET);
            return context.createSSLEngine();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot speak TLS: " + e.getMessage(), e);
        }
    }
}
