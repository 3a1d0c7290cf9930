package io.ehloscope.dialogue;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.tls.TlsUpgrade;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.resources.LoopResources;

/**
 * Opens connections and runs a {@link Conversation} over each. It pools nothing and keeps nothing: a connection belongs
 * to one dialogue, and is closed when the dialogue ends or is cancelled.
 */
public final class SmtpClient {

    private final EventLoopGroup loops;
    private final TlsUpgrade tls;
    private final AtomicInteger sockets;

    /**
     * Creates a client that connects from the event loops of these resources.
     *
     * @param tls creates TLS handshakes
     * @param sockets the number of open sockets
     */
    public SmtpClient(LoopResources loops, TlsUpgrade tls, AtomicInteger sockets) {
        this.loops = loops.onClient(false);
        this.tls = tls;
        this.sockets = sockets;
    }

    /**
     * Opens one connection and runs the dialogue over it. Whatever the server does is an outcome; an error signal means
     * a bug of the scanner.
     */
    public Mono<ProbeOutcome> attempt(Attempt attempt) {
        return Mono.create(sink -> open(attempt, sink));
    }

    private void open(Attempt attempt, MonoSink<ProbeOutcome> sink) {
        SmtpClientHandler handler = new SmtpClientHandler(attempt, tls, new SmtpClientHandler.Listener() {
            @Override
            public void ended(ProbeOutcome outcome) {
                sink.success(outcome);
            }

            @Override
            public void bug(Throwable thrown) {
                sink.error(thrown);
            }
        });
        Channel channel;
        try {
            channel = channelTo(attempt.address().getAddress(), attempt.source());
        } catch (MissingSourceException missing) {
            sink.success(new ProbeOutcome.Skipped(String.valueOf(missing.getMessage())));
            return;
        } catch (IOException shortage) {
            handler.notOpened(shortage);
            return;
        }
        channel.pipeline().addLast(handler);
        loops.register(channel).addListener(registered -> {
            if (registered.cause() != null) {
                handler.notOpened(registered.cause());
            }
        });
        sink.onCancel(() -> handler.cancel(channel));
    }

    /**
     * Opens a socket. For an IPv4 address it uses an IPv4-only socket, whose path through the kernel is shorter than
     * that of a dual-stack socket.
     *
     * @param source the address to connect from; null if the system chooses it
     */
    private Channel channelTo(InetAddress address, @Nullable InetAddress source) throws IOException {
        SocketChannel socket = address instanceof Inet4Address
                ? SocketChannel.open(StandardProtocolFamily.INET)
                : SocketChannel.open();
        if (source != null) {
            bind(socket, source);
        }
        Channel channel = new NioSocketChannel(socket);
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
        // The conversation has its own deadline for the connect.
        channel.config().setConnectTimeoutMillis(0);
        sockets.incrementAndGet();
        channel.closeFuture().addListener(closed -> sockets.decrementAndGet());
        return channel;
    }

    private static void bind(SocketChannel socket, InetAddress source) throws IOException {
        try {
            socket.bind(new InetSocketAddress(source, 0));
        } catch (IOException e) {
            socket.close();
            boolean isMissing =
                    String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("cannot assign requested address");
            throw isMissing ? new MissingSourceException(source) : e;
        }
    }

    /** This machine does not have the address to connect from, which says nothing about the server. */
    private static final class MissingSourceException extends IOException {
        private static final long serialVersionUID = 1L;

        MissingSourceException(InetAddress source) {
            super("source_address " + source.getHostAddress() + " is not an address of this machine");
        }
    }
}
