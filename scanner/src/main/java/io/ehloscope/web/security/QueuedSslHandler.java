package io.ehloscope.web.security;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** TLS with a client, whose handshake is computed when it is its peer's turn. */
final class QueuedSslHandler extends SslHandler {

    private final Turn turn;

    QueuedSslHandler(SSLEngine engine, boolean startTls, HandshakeQueue queue) {
        this(engine, startTls, new Turn(queue));
    }

    private QueuedSslHandler(SSLEngine engine, boolean startTls, Turn turn) {
        super(engine, startTls, turn);
        this.turn = turn;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        turn.connection = ctx.channel();
        super.handlerAdded(ctx);
    }

    /** Knows its connection once the handler is in place, which is before there is anything to compute. */
    private static final class Turn implements Executor {
        private final HandshakeQueue queue;
        private volatile @Nullable Channel connection;

        Turn(HandshakeQueue queue) {
            this.queue = queue;
        }

        @Override
        public void execute(Runnable computing) {
            queue.add(Objects.requireNonNull(connection), computing);
        }
    }
}
