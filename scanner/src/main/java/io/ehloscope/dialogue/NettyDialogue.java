package io.ehloscope.dialogue;

import io.ehloscope.evidence.ProbeOutcome;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.resources.LoopResources;

/**
 * Opens connections and has {@link Conversation}s over them. Nothing is pooled and nothing is kept: a connection belongs
 * to one dialogue and is closed when that ends or is cancelled.
 */
public final class NettyDialogue {

    private final Bootstrap bootstrap;
    private final TlsUpgrade tls;

    /**
     * Connects from the event loops of these resources.
     *
     * @param sockets counts those that are open
     */
    public NettyDialogue(LoopResources loops, TlsUpgrade tls, AtomicInteger sockets) {
        EventLoopGroup group = loops.onClient(false);
        this.tls = tls;
        this.bootstrap = new Bootstrap()
                .group(group)
                .channelFactory(() -> counted(loops.onChannel(SocketChannel.class, group), sockets))
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                // The conversation has a deadline of its own for the connect.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    }

    private static Channel counted(Channel fresh, AtomicInteger sockets) {
        sockets.incrementAndGet();
        fresh.closeFuture().addListener(closed -> sockets.decrementAndGet());
        return fresh;
    }

    /** One connection and the dialogue over it. Never an error: whatever the server does is an outcome. */
    public Mono<ProbeOutcome> with(Errand errand) {
        return Mono.create(sink -> open(errand, sink));
    }

    private void open(Errand errand, MonoSink<ProbeOutcome> sink) {
        WireHandler handler = new WireHandler(errand, tls, new WireHandler.Ending() {
            @Override
            public void ended(ProbeOutcome outcome) {
                sink.success(outcome);
            }

            @Override
            public void bug(Throwable thrown) {
                sink.error(thrown);
            }
        });
        ChannelFuture connecting = bootstrap.clone().handler(handler).connect(errand.address());
        Channel channel = connecting.channel();
        sink.onCancel(() -> handler.leave(channel));
        connecting.addListener(connected -> {
            Throwable cause = connected.cause();
            if (cause == null) {
                return;
            }
            if (FailureMapper.isOfTheNetwork(cause)) {
                handler.notConnected(channel, cause);
            } else {
                sink.error(cause);
            }
        });
    }
}
