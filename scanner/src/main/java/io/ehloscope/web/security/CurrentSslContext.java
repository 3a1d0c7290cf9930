package io.ehloscope.web.security;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/** A TLS context that can be replaced: open connections keep the old context, new connections use the new one. */
final class CurrentSslContext extends SslContext {

    private final HandshakeQueue handshakes;
    private volatile SslContext current;

    /**
     * Creates a context.
     *
     * @param first the context in effect until the first replacement
     * @param handshakes runs the handshake tasks of its connections
     */
    CurrentSslContext(SslContext first, HandshakeQueue handshakes) {
        this.current = first;
        this.handshakes = handshakes;
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
        return new QueuedSslHandler(newEngine(allocator), startTls, handshakes);
    }

    /** Uses this context from the next connection on. */
    void replace(SslContext next) {
        current = next;
    }

    @Override
    public boolean isClient() {
        return false;
    }

    @Override
    public List<String> cipherSuites() {
        return current.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty has no other type for it
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return current.applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return current.newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return current.newEngine(allocator, peerHost, peerPort);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return current.sessionContext();
    }
}
