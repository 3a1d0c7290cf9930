package io.ehloscope.web.http;

import io.ehloscope.web.http.ConnectionTable.Connection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Keeps one connection within its bounds, from its first moment on, before TLS too. It has a deadline for its first request,
 * one for each next request from the first byte of it, and one between requests. No byte extends a deadline: a client that
 * sends one byte a second is closed like one that sends none. It stands before all other handlers, so what it closes is
 * closed at once, without a last word of TLS that a client might never take.
 */
public final class ConnectionGuard extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<ConnectionGuard> KEY = AttributeKey.valueOf(ConnectionGuard.class, "guard");

    /** Ignores the part of an IPv6 address that one client can choose freely. */
    private static final int NETWORK_BYTES = 8;

    private final ConnectionLimits limits;
    private final Channel channel;
    private final Connection connection;
    private Disposable deadline = Disposables.disposed();
    private boolean isHttp1;
    private boolean isAsking;
    private int requests;

    private ConnectionGuard(ConnectionLimits limits, Channel channel) {
        this.limits = limits;
        this.channel = channel;
        this.connection = new Connection(peer(channel.remoteAddress()), this::close);
    }

    /** Guards a connection that has just been accepted; the streams of HTTP/2 within it are no connections. */
    public static void install(ConnectionLimits limits, Channel channel) {
        if (!(channel instanceof Http2StreamChannel)) {
            ConnectionGuard guard = new ConnectionGuard(limits, channel);
            channel.attr(KEY).set(guard);
            channel.pipeline().addFirst(guard);
        }
    }

    /** The guard of the connection that a request came by; null where it has none. */
    public static @Nullable ConnectionGuard of(Channel channel) {
        return channel instanceof Http2StreamChannel
                ? channel.parent().attr(KEY).get()
                : channel.attr(KEY).get();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel.closeFuture().addListener(closed -> closed());
        limits.admit(connection);
        within(limits.firstRequest());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (beginsRequest()) {
            within(limits.request());
        }
        ctx.fireChannelRead(message);
    }

    /** A request has come in whole. */
    public synchronized void begun(Channel by) {
        isHttp1 = by == channel;
        isAsking = false;
        requests++;
        deadline.dispose();
        limits.table().begun(connection);
    }

    /** A request is answered, or given up. */
    public synchronized void ended() {
        requests--;
        limits.table().ended(connection);
        if (requests == 0) {
            within(limits.idle());
        }
    }

    /** Between requests HTTP/2 has words of its own, and only the next request is waited for. */
    private synchronized boolean beginsRequest() {
        boolean begins = isHttp1 && requests == 0 && !isAsking;
        isAsking = isAsking || begins;
        return begins;
    }

    private synchronized void within(Duration bound) {
        deadline.dispose();
        if (channel.isOpen()) {
            deadline =
                    limits.timers().schedule(() -> limits.expired(connection), bound.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void closed() {
        deadline.dispose();
        limits.table().closed(connection);
    }

    private void close() {
        try {
            channel.eventLoop().execute(() -> {
                ChannelHandlerContext here = channel.pipeline().context(this);
                if (here != null) {
                    here.close();
                }
            });
        } catch (RejectedExecutionException ended) {
            // The event loop has ended, and closed what it had.
        }
    }

    /** Who is connected: an IPv4 address, or an IPv6 network of 64 bits. */
    public static Object peer(@Nullable SocketAddress remote) {
        @Nullable InetAddress address = remote instanceof InetSocketAddress port ? port.getAddress() : null;
        if (address instanceof Inet6Address) {
            return ByteBuffer.wrap(address.getAddress(), 0, NETWORK_BYTES).slice();
        }
        return address == null ? ConnectionTable.NO_ADDRESS : address;
    }
}
