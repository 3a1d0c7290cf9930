package io.ehloscope.bench;

import io.ehloscope.simulator.Act;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Script;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A healthy Exchange 2003 on every address of this machine, with one listener instead of 100,000. Other simulated
 * servers use only loopback; run this one only in its own network namespace.
 */
@Sharable
final class WildcardServer extends SimpleChannelInboundHandler<ByteBuf> {

    private final Script script;
    private final AtomicLong connections = new AtomicLong();

    /** Creates a server that sends the replies of this script without delays. */
    WildcardServer(Script script) {
        this.script = script;
    }

    /** Listens on this port of the wildcard address. */
    void listen(int port, EventLoopGroup loops) {
        new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .childHandler(this)
                .bind(port)
                .syncUninterruptibly();
    }

    /** The number of accepted connections. */
    long connections() {
        return connections.get();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connections.incrementAndGet();
        ctx.writeAndFlush(answer(Cue.ACCEPT));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf received) {
        Cue cue = Cue.of(received.toString(StandardCharsets.US_ASCII).strip());
        ChannelFuture written = ctx.writeAndFlush(answer(cue));
        if (cue == Cue.QUIT) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private ByteBuf answer(Cue cue) {
        Act.Say say = (Act.Say) script.to(cue).acts().get(0);
        return Unpooled.copiedBuffer(say.bytes(), StandardCharsets.ISO_8859_1);
    }
}
