package io.ehloscope.web.security;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A TLS handler whose handshake tasks run in a {@link HandshakeQueue}. */
final class QueuedSslHandler extends SslHandler {

    private final QueueExecutor executor;

    QueuedSslHandler(SSLEngine engine, boolean startTls, HandshakeQueue queue) {
        this(engine, startTls, new QueueExecutor(queue));
    }

    private QueuedSslHandler(SSLEngine engine, boolean startTls, QueueExecutor executor) {
        super(engine, startTls, executor);
        this.executor = executor;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        executor.connection = ctx.channel();
        super.handlerAdded(ctx);
    }

    /** Its connection is set when the handler is added to the pipeline, which is before the first task. */
    private static final class QueueExecutor implements Executor {
        private final HandshakeQueue queue;
        private volatile @Nullable Channel connection;

        QueueExecutor(HandshakeQueue queue) {
            this.queue = queue;
        }

        @Override
        public void execute(Runnable computing) {
            queue.add(Objects.requireNonNull(connection), computing);
        }
    }
}
