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
 * Closes a connection that exceeds its bounds, from its acceptance on, before TLS as well. There is a deadline for the
 * first request, one for each later request from its first byte, and one between requests. No byte extends a deadline:
 * a client that sends one byte a second is closed like one that sends none. The handler is the first of the pipeline,
 * so it closes the connection at once, without a TLS close_notify that a client might never read.
 */
public final class ConnectionGuard extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<ConnectionGuard> KEY = AttributeKey.valueOf(ConnectionGuard.class, "guard");

    /** The bytes of an IPv6 network; one client can choose the remaining 8 bytes of its address freely. */
    private static final int NETWORK_BYTES = 8;

    private final ConnectionLimits limits;
    private final Channel channel;
    private final Connection connection;
    private Disposable deadline = Disposables.disposed();
    private boolean isHttp1;
    private boolean isReceiving;
    private int requests;

    private ConnectionGuard(ConnectionLimits limits, Channel channel) {
        this.limits = limits;
        this.channel = channel;
        this.connection = new Connection(peer(channel.remoteAddress()), this::close);
    }

    /**
     * Guards a connection that has just been accepted; ignores HTTP/2 streams, which are channels without a connection.
     */
    public static void install(ConnectionLimits limits, Channel channel) {
        if (!(channel instanceof Http2StreamChannel)) {
            ConnectionGuard guard = new ConnectionGuard(limits, channel);
            channel.attr(KEY).set(guard);
            channel.pipeline().addFirst(guard);
        }
    }

    /** The guard of the connection of this channel, or of the connection of this HTTP/2 stream; null if it has none. */
    public static @Nullable ConnectionGuard of(Channel channel) {
        return channel instanceof Http2StreamChannel
                ? channel.parent().attr(KEY).get()
                : channel.attr(KEY).get();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel.closeFuture().addListener(closed -> closed());
        limits.admit(connection);
        startDeadline(limits.firstRequest());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (beginsRequest()) {
            startDeadline(limits.request());
        }
        ctx.fireChannelRead(message);
    }

    /**
     * Called when the head of a request has been read; suspends the deadline.
     *
     * @param by the channel of the request: the connection in HTTP/1.1, a stream in HTTP/2
     */
    public synchronized void begun(Channel by) {
        isHttp1 = by == channel;
        isReceiving = false;
        requests++;
        deadline.dispose();
        limits.table().begun(connection);
    }

    /** Called when a request has been answered or cancelled; starts the idle deadline after the last one. */
    public synchronized void ended() {
        requests--;
        limits.table().ended(connection);
        if (requests == 0) {
            startDeadline(limits.idle());
        }
    }

    /** False in HTTP/2, which exchanges frames between requests: there only the idle deadline applies. */
    private synchronized boolean beginsRequest() {
        boolean begins = isHttp1 && requests == 0 && !isReceiving;
        isReceiving = isReceiving || begins;
        return begins;
    }

    private synchronized void startDeadline(Duration bound) {
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
            // The event loop has ended and closed its connections.
        }
    }

    /**
     * The key of a peer: its IPv4 address, its IPv6 network of 64 bits, or a constant for peers without an IP address.
     */
    public static Object peer(@Nullable SocketAddress remote) {
        @Nullable InetAddress address = remote instanceof InetSocketAddress port ? port.getAddress() : null;
        if (address instanceof Inet6Address) {
            return ByteBuffer.wrap(address.getAddress(), 0, NETWORK_BYTES).slice();
        }
        return address == null ? ConnectionTable.NO_ADDRESS : address;
    }
}
