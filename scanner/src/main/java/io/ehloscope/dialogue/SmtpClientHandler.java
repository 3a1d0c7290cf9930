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
 * Drives one {@link Conversation} from one channel. Everything happens on the channel's event loop; its clock is the
 * event loop's.
 */
final class SmtpClientHandler extends ChannelInboundHandlerAdapter {

    private final Attempt attempt;
    private final TlsUpgrade tls;
    private final Ending ending;

    private @Nullable Conversation conversation;
    private @Nullable Future<?> timer;
    private @Nullable TimedExecutor tasks;
    private long armedFor;
    private boolean done;

    /** Is told once how it ended. */
    interface Ending {
        /** The dialogue has ended, whatever the server did. */
        void ended(ProbeOutcome outcome);

        /** Our own code failed: not the server's doing, and not to be written down against it. */
        void bug(Throwable thrown);
    }

    /** A handler for one channel. */
    SmtpClientHandler(Attempt attempt, TlsUpgrade tls, Ending ending) {
        this.attempt = attempt;
        this.tls = tls;
        this.ending = ending;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        conversation = new Conversation(attempt, now(ctx));
        arm(ctx, conversation);
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        afterwards(ctx, () -> connect(ctx));
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
            // The server has closed TLS; the connection beneath may stay open for long.
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
        ending.bug(thrown);
    }

    /** There is no channel, or none that an event loop takes: this handler is in no pipeline, and nothing else will come. */
    void notMade(Throwable cause) {
        if (TransportFailure.isOfTheNetwork(cause)) {
            Conversation talk = new Conversation(attempt, 0);
            broke(talk, cause, 0);
            ending.ended(Objects.requireNonNull(talk.outcome()));
        } else {
            ending.bug(cause);
        }
    }

    /** Nobody wants to know any more: the connection is closed, with QUIT where the server awaits something. */
    void leave(Channel channel) {
        if (!channel.isRegistered() || channel.eventLoop().isShuttingDown()) {
            channel.close();
            return;
        }
        channel.eventLoop().execute(() -> {
            ChannelHandlerContext ctx = channel.pipeline().context(this);
            if (ctx != null && !done) {
                done = true;
                sayFarewell(ctx, conversation());
                disarm();
            }
            channel.close();
        });
    }

    /** The line fits into the socket's buffer, whatever the server reads: nothing waits for it. */
    private static void sayFarewell(ChannelHandlerContext ctx, Conversation talk) {
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

    private void act(ChannelHandlerContext ctx, Conversation talk, Action move) {
        if (move instanceof Action.Say say) {
            // One write for the whole line: packet inspectors take each segment for a command.
            ctx.writeAndFlush(Unpooled.wrappedBuffer(say.command().bytes()));
        } else if (move instanceof Action.Secure) {
            secure(ctx, talk);
        } else if (move instanceof Action.Close) {
            finish(ctx, talk);
        }
        if (!done && talk.deadline() < armedFor) {
            arm(ctx, talk);
        }
    }

    private void secure(ChannelHandlerContext ctx, Conversation talk) {
        TimedExecutor computing = new TimedExecutor(tls.tasks(), () -> now(ctx));
        Handshake handshake = tls.handshake(attempt.hostName(), computing);
        tasks = computing;
        TlsGuard.install(ctx.pipeline(), handshake.handler());
        handshake.handler().handshakeFuture().addListener(shaken -> {
            Throwable cause = shaken.cause();
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
                // What came in one piece with the end of the handshake answers nothing that we said: it passes first.
                ctx.executor().execute(() -> guarded(ctx, () -> secured(ctx, talk, handshake)));
            }
        });
    }

    private void secured(ChannelHandlerContext ctx, Conversation talk, Handshake handshake) {
        if (done) {
            return;
        }
        tasks = null;
        PeerTls seen = handshake.seen(attempt.hostName());
        act(
                ctx,
                talk,
                seen == null
                        ? talk.notSecured("the server showed no certificate", now(ctx))
                        : talk.secured(seen, now(ctx)));
    }

    private void finish(ChannelHandlerContext ctx, Conversation talk) {
        ProbeOutcome outcome = talk.outcome();
        if (done || outcome == null) {
            return;
        }
        done = true;
        disarm();
        ctx.close();
        afterwards(ctx, () -> ending.ended(outcome));
    }

    /**
     * Waits until the event loop has heard all that is ready. The same work for many dialogues in a row finds its code in
     * the processor's caches, which costs a sixth less than taking each from its last reply to the next connect.
     */
    private static void afterwards(ChannelHandlerContext ctx, Runnable step) {
        ctx.executor().execute(step);
    }

    /** One timer at a time. A deadline that moves later lets the timer go off too early and is armed anew then. */
    private void arm(ChannelHandlerContext ctx, Conversation talk) {
        disarm();
        armedFor = talk.deadline();
        long wait = Math.max(0, armedFor - now(ctx));
        timer = ctx.executor().schedule(() -> guarded(ctx, () -> checkDeadline(ctx, talk)), wait, TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Listeners and timers swallow what is thrown in them, and the dialogue would never end. */
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
        if (tasks != null) {
            talk.excuse(tasks.taken());
        }
        if (now - talk.deadline() >= 0) {
            sayFarewell(ctx, talk);
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
