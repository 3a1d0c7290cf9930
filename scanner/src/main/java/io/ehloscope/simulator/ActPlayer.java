package io.ehloscope.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Plays reactions on one connection, act after act; each act begins when the one before is done. Everything happens on
 * the connection's event loop. When the connection is gone, the play stops and nobody is told.
 */
final class ActPlayer implements Act.Cases<Future<?>> {

    private static final int FLOOD_PIECE_BYTES = 8_192;

    private final SocketChannel channel;
    private final Listener listener;
    private @Nullable Future<?> timer;

    /** Who wants to know what is played. */
    interface Listener {
        /** These bytes are with the operating system now. */
        void said(String bytes);

        /** From here on everything heard is TLS. */
        void upgrading();

        /** TLS is up, and this script goes on inside. */
        void upgraded(Script inside);

        /** The server is about to end the connection. */
        void leaving();
    }

    ActPlayer(SocketChannel channel, Listener listener) {
        this.channel = channel;
        this.listener = listener;
        channel.closeFuture().addListener(closed -> stopTimer());
    }

    /** Plays a reaction, then runs what is to come after it. */
    void play(Reaction reaction, Runnable whenDone) {
        next(reaction.acts().iterator(), whenDone);
    }

    private void next(Iterator<Act> acts, Runnable whenDone) {
        if (!channel.isActive()) {
            return;
        }
        if (!acts.hasNext()) {
            whenDone.run();
            return;
        }
        // An act that fails has lost its connection: a failed write or handshake closes it.
        acts.next().fold(this).addListener(played -> next(acts, whenDone));
    }

    @Override
    public Future<?> say(Act.Say say) {
        Promise<Void> done = channel.eventLoop().newPromise();
        sayFrom(say, 0, done);
        return done;
    }

    @Override
    public Future<?> pause(Act.Pause pause) {
        Promise<Void> done = channel.eventLoop().newPromise();
        later(pause.duration(), () -> done.setSuccess(null));
        return done;
    }

    @Override
    public Future<?> flood(Act.Flood flood) {
        Promise<Void> done = channel.eventLoop().newPromise();
        String line = flood.line() + "\r\n";
        flood(line.repeat(1 + FLOOD_PIECE_BYTES / line.length()), flood.bytes(), done);
        return done;
    }

    @Override
    public Future<?> upgrade(Act.Upgrade upgrade) {
        SslHandler tls = upgrade.tls().newHandler(channel.alloc());
        listener.upgrading();
        channel.pipeline().addFirst(tls);
        return tls.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                listener.upgraded(upgrade.inside());
            }
        });
    }

    @Override
    public Future<?> end(Act.End end) {
        return switch (end.how()) {
            case CLOSE -> {
                listener.leaving();
                yield channel.close();
            }
            case RESET -> {
                listener.leaving();
                channel.config().setSoLinger(0);
                yield channel.close();
            }
            case HALF_CLOSE -> channel.shutdownOutput();
        };
    }

    private void sayFrom(Act.Say say, int from, Promise<Void> done) {
        int length = say.bytes().length();
        int to = (int) Math.min(length, (long) from + say.pace().chunkBytes());
        String piece = say.bytes().substring(from, to);
        write(piece).addListener(written -> {
            if (!written.isSuccess()) {
                done.setFailure(written.cause());
                return;
            }
            listener.said(piece);
            if (to == length) {
                done.setSuccess(null);
            } else {
                later(say.pace().interval(), () -> sayFrom(say, to, done));
            }
        });
    }

    /** One piece after the other is out, so a client that does not read stops the flood. */
    private void flood(String piece, long left, Promise<Void> done) {
        String now = left < piece.length() ? piece.substring(0, (int) left) : piece;
        write(now).addListener(written -> {
            if (!written.isSuccess()) {
                done.setFailure(written.cause());
                return;
            }
            listener.said(now);
            if (now.length() == left) {
                done.setSuccess(null);
            } else {
                // Never straight from the listener: a quick client would make this a recursion without end.
                channel.eventLoop().execute(() -> flood(piece, left - now.length(), done));
            }
        });
    }

    private Future<?> write(String bytes) {
        return channel.writeAndFlush(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }

    private void later(Duration delay, Runnable what) {
        timer = channel.eventLoop().schedule(what, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
