package io.ehloscope.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
 * A loaded Exchange 2003 at every address of this machine: one listener instead of 100,000. Simulated servers keep to
 * loopback, and this one is to be used where there is nothing else, in a network namespace of its own.
 */
@Sharable
final class WildcardServer extends SimpleChannelInboundHandler<ByteBuf> {

    private static final String GREETING =
            "220 mail.corp.example Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready at  Mon, 2 Nov 2026 08:30:00 +0000 ";

    private static final String EHLO = String.join(
            "\r\n250-",
            "250-mail.corp.example Hello [127.0.0.1]",
            "TURN",
            "SIZE",
            "ETRN",
            "PIPELINING",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "8bitmime",
            "BINARYMIME",
            "CHUNKING",
            "VRFY",
            "X-EXPS GSSAPI NTLM LOGIN",
            "X-EXPS=LOGIN",
            "AUTH GSSAPI NTLM LOGIN",
            "AUTH=LOGIN",
            "X-LINK2STATE",
            "XEXCH50\r\n250 OK");

    private final AtomicLong connections = new AtomicLong();

    /** Listens on this port of all addresses. */
    void listen(int port, EventLoopGroup loops) {
        new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .childHandler(this)
                .bind(port)
                .syncUninterruptibly();
    }

    long connections() {
        return connections.get();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connections.incrementAndGet();
        ctx.writeAndFlush(line(GREETING));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf said) {
        if (said.getByte(said.readerIndex()) == 'Q') {
            ctx.writeAndFlush(line("221 2.0.0 mail.corp.example Service closing transmission channel"))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.writeAndFlush(line(EHLO));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static ByteBuf line(String text) {
        return Unpooled.copiedBuffer(text + "\r\n", StandardCharsets.US_ASCII);
    }
}
