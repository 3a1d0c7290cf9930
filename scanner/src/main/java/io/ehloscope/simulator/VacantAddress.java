package io.ehloscope.simulator;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;

/**
 * A loopback address that always refuses connections: a socket is bound to it without listening, so that no other
 * socket can bind.
 */
public final class VacantAddress {

    private final SocketChannel socket;

    private VacantAddress(SocketChannel socket) {
        this.socket = socket;
    }

    /** Takes an address; port 0 for any free one. Fails if the address is in use. */
    public static Mono<VacantAddress> take(InetSocketAddress where, EventLoopGroup loops) {
        return Mono.create(sink -> {
            ChannelFuture bound = new Bootstrap()
                    .group(loops)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .bind(where);
            sink.onCancel(() -> bound.addListener(ChannelFutureListener.CLOSE));
            bound.addListener(done -> {
                if (done.isSuccess()) {
                    sink.success(new VacantAddress((SocketChannel) bound.channel()));
                } else {
                    sink.error(done.cause());
                }
            });
        });
    }

    /** The address, with the real port. */
    public InetSocketAddress address() {
        return socket.localAddress();
    }

    /** Releases the address. */
    public Mono<Void> release() {
        return FutureMono.deferFuture(socket::close);
    }
}
