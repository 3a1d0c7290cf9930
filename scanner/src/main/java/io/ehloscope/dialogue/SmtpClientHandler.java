package io.ehloscope.dialogue;

import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.smtp.Command;
import io.ehloscope.tls.Handshake;
import io.ehloscope.tls.RootCause;
import io.ehloscope.tls.TimedExecutor;
import io.ehloscope.tls.TlsFailure;
import io.ehloscope.tls.TlsGuard;
import io.ehloscope.tls.TlsUpgrade;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Drives one {@link Conversation} from one channel. Everything runs on the channel's event loop, whose clock it uses.
 */
final class SmtpClientHandler extends ChannelInboundHandlerAdapter {

    private final Attempt attempt;
    private final TlsUpgrade tls;
    private final Listener listener;

    private @Nullable Conversation conversation;
    private @Nullable Future<?> timer;
    private @Nullable TimedExecutor executor;
    private long timerDeadline;
    private boolean done;

    /** Receives the end of a dialogue, once. */
    interface Listener {
        /** The dialogue has ended, with whatever outcome. */
        void ended(ProbeOutcome outcome);

        /** The scanner's own code failed; the failure must not be attributed to the server. */
        void bug(Throwable thrown);
    }

    /** Creates a handler for one channel. */
    SmtpClientHandler(Attempt attempt, TlsUpgrade tls, Listener listener) {
        this.attempt = attempt;
        this.tls = tls;
        this.listener = listener;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        conversation = new Conversation(attempt, now(ctx));
        arm(ctx, conversation);
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        afterReady(ctx, () -> connect(ctx));
    }

    private void connect(ChannelHandlerContext ctx) {
        ctx.connect(attempt.address()).addListener(connected -> {
            if (connected.cause() != null) {
                guarded(ctx, () -> exceptionCaught(ctx, connected.cause()));
            }
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        act(ctx, conversation(), conversation().connected(now(ctx)));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            ByteBuffer view = bytes.nioBufferCount() == 1
                    ? bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes())
                    : bytes.nioBuffer();
            act(ctx, conversation(), conversation().received(view, now(ctx)));
        } finally {
            ReferenceCountUtil.release(bytes);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        act(ctx, conversation(), conversation().closed(now(ctx)));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof TlsGuard.Excess excess) {
            act(ctx, conversation(), conversation().exceeded(excess.sentence(), now(ctx)));
        } else if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
            // The server has closed TLS; the underlying connection may stay open for long.
            channelInactive(ctx);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (TransportFailure.isOfTheNetwork(cause)) {
            act(ctx, conversation(), broke(conversation(), cause, now(ctx)));
        } else {
            bug(ctx, cause);
        }
    }

    private void bug(ChannelHandlerContext ctx, Throwable thrown) {
        done = true;
        ctx.close();
        listener.bug(thrown);
    }

    /** There is no channel, or no event loop registers it: the handler is in no pipeline, and no events will follow. */
    void notOpened(Throwable cause) {
        if (TransportFailure.isOfTheNetwork(cause)) {
            Conversation talk = new Conversation(attempt, 0);
            broke(talk, cause, 0);
            listener.ended(Objects.requireNonNull(talk.outcome()));
        } else {
            listener.bug(cause);
        }
    }

    /** Closes the connection because the subscriber cancelled; sends QUIT first if the server awaits a command. */
    void cancel(Channel channel) {
        if (!channel.isRegistered() || channel.eventLoop().isShuttingDown()) {
            channel.close();
            return;
        }
        channel.eventLoop().execute(() -> {
            ChannelHandlerContext ctx = channel.pipeline().context(this);
            if (ctx != null && !done) {
                done = true;
                sendQuit(ctx, conversation());
                disarm();
            }
            channel.close();
        });
    }

    /**
     * Sends QUIT and does not wait for the write: the line fits into the socket's send buffer even if the server does
     * not read.
     */
    private static void sendQuit(ChannelHandlerContext ctx, Conversation talk) {
        if (talk.isTalking() && talk.outcome() == null && ctx.channel().isActive()) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(Command.QUIT.bytes()));
        }
    }

    private Action broke(Conversation talk, Throwable cause, long now) {
        if (RootCause.root(cause) instanceof SSLException) {
            return talk.broke(Reason.TLS_FAILED, TlsFailure.afterwards(cause), now);
        }
        TransportFailure failure = TransportFailure.of(cause, attempt.address().getAddress());
        return talk.broke(failure.reason(), failure.detail(), now);
    }

    private void act(ChannelHandlerContext ctx, Conversation talk, Action action) {
        if (action instanceof Action.Say say) {
            // One write for the whole line: packet inspectors take each segment for a command.
            ctx.writeAndFlush(Unpooled.wrappedBuffer(say.command().bytes()));
        } else if (action instanceof Action.Secure) {
            secure(ctx, talk);
        } else if (action instanceof Action.Close) {
            finish(ctx, talk);
        }
        if (!done && talk.deadline() < timerDeadline) {
            arm(ctx, talk);
        }
    }

    private void secure(ChannelHandlerContext ctx, Conversation talk) {
        TimedExecutor timed = new TimedExecutor(tls.tasks(), () -> now(ctx));
        Handshake handshake = tls.handshake(attempt.hostName(), timed);
        executor = timed;
        TlsGuard.install(ctx.pipeline(), handshake.handler());
        handshake.handler().handshakeFuture().addListener(handshaken -> {
            Throwable cause = handshaken.cause();
            if (done) {
                return;
            }
            if (cause != null) {
                guarded(
                        ctx,
                        () -> act(
                                ctx, talk, talk.notSecured(TlsFailure.inWords(cause, attempt.isTlsFirst()), now(ctx))));
            } else if (attempt.isTlsFirst()) {
                guarded(ctx, () -> secured(ctx, talk, handshake));
            } else {
                // Bytes that were decrypted together with the end of the handshake answer no command: let them pass
                // first.
                ctx.executor().execute(() -> guarded(ctx, () -> secured(ctx, talk, handshake)));
            }
        });
    }

    private void secured(ChannelHandlerContext ctx, Conversation talk, Handshake handshake) {
        if (done) {
            return;
        }
        executor = null;
        PeerTls peer = handshake.seen(attempt.hostName());
        act(
                ctx,
                talk,
                peer == null
                        ? talk.notSecured("the server showed no certificate", now(ctx))
                        : talk.secured(peer, now(ctx)));
    }

    private void finish(ChannelHandlerContext ctx, Conversation talk) {
        ProbeOutcome outcome = talk.outcome();
        if (done || outcome == null) {
            return;
        }
        done = true;
        disarm();
        ctx.close();
        afterReady(ctx, () -> listener.ended(outcome));
    }

    /**
     * Runs a step after the event loop has handled all ready channels. Repeating the same work for many dialogues finds
     * its code in the processor's caches, and costs a sixth less than taking each dialogue from its last reply to the
     * next connect.
     */
    private static void afterReady(ChannelHandlerContext ctx, Runnable step) {
        ctx.executor().execute(step);
    }

    /** Sets the only timer. If the deadline moves later, the timer fires too early and is set again. */
    private void arm(ChannelHandlerContext ctx, Conversation talk) {
        disarm();
        timerDeadline = talk.deadline();
        long wait = Math.max(0, timerDeadline - now(ctx));
        timer = ctx.executor().schedule(() -> guarded(ctx, () -> checkDeadline(ctx, talk)), wait, TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Catches exceptions, which listeners and timers would swallow, so that the dialogue would never end. */
    private void guarded(ChannelHandlerContext ctx, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException thrown) {
            bug(ctx, thrown);
        }
    }

    private void checkDeadline(ChannelHandlerContext ctx, Conversation talk) {
        long now = now(ctx);
        if (done) {
            return;
        }
        if (executor != null) {
            talk.ownTime(executor.taken());
        }
        if (now - talk.deadline() >= 0) {
            sendQuit(ctx, talk);
            act(ctx, talk, talk.expired(now));
        } else {
            arm(ctx, talk);
        }
    }

    private Conversation conversation() {
        Conversation talk = conversation;
        if (talk == null) {
            throw new IllegalStateException("the handler is in no pipeline yet");
        }
        return talk;
    }

    private static long now(ChannelHandlerContext ctx) {
        return ctx.executor().ticker().nanoTime();
    }
}
