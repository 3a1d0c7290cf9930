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
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.resources.LoopResources;

/**
 * Opens connections and has {@link Conversation}s over them. Nothing is pooled and nothing is kept: a connection belongs
 * to one dialogue and is closed when that ends or is cancelled.
 */
public final class SmtpClient {

    private final EventLoopGroup loops;
    private final TlsUpgrade tls;
    private final AtomicInteger sockets;

    /**
     * Connects from the event loops of these resources.
     *
     * @param sockets counts those that are open
     */
    public SmtpClient(LoopResources loops, TlsUpgrade tls, AtomicInteger sockets) {
        this.loops = loops.onClient(false);
        this.tls = tls;
        this.sockets = sockets;
    }

    /** One connection and the dialogue over it. Never an error: whatever the server does is an outcome. */
    public Mono<ProbeOutcome> attempt(Attempt attempt) {
        return Mono.create(sink -> open(attempt, sink));
    }

    private void open(Attempt attempt, MonoSink<ProbeOutcome> sink) {
        SmtpClientHandler handler = new SmtpClientHandler(attempt, tls, new SmtpClientHandler.Ending() {
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
            channel = channelTo(attempt.address().getAddress());
        } catch (IOException shortage) {
            handler.notMade(shortage);
            return;
        }
        channel.pipeline().addLast(handler);
        loops.register(channel).addListener(registered -> {
            if (registered.cause() != null) {
                handler.notMade(registered.cause());
            }
        });
        sink.onCancel(() -> handler.leave(channel));
    }

    /** A socket of IPv4 alone for an address of IPv4: the kernel goes a shorter way than with one for both. */
    private Channel channelTo(InetAddress address) throws IOException {
        Channel channel = new NioSocketChannel(
                address instanceof Inet4Address
                        ? SocketChannel.open(StandardProtocolFamily.INET)
                        : SocketChannel.open());
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
        // The conversation has a deadline of its own for the connect.
        channel.config().setConnectTimeoutMillis(0);
        sockets.incrementAndGet();
        channel.closeFuture().addListener(closed -> sockets.decrementAndGet());
        return channel;
    }
}
