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
 * Plays reactions on one connection, act after act; each act begins when the previous one is done. Everything runs on
 * the event loop of the connection. When the connection is closed, playing stops without notice.
 */
final class ActPlayer implements Act.Cases<Future<?>> {

    private static final int FLOOD_PIECE_BYTES = 8_192;

    private final SocketChannel channel;
    private final Listener listener;
    private @Nullable Future<?> timer;

    /** Receives what is played. */
    interface Listener {
        /** These bytes have been handed to the operating system. */
        void sent(String bytes);

        /** The TLS handshake begins: everything received from here on is TLS. */
        void tlsStarting();

        /** The TLS handshake is complete, and this script continues inside. */
        void tlsEstablished(Script inside);

        /** The server is about to end the connection. */
        void closing();
    }

    ActPlayer(SocketChannel channel, Listener listener) {
        this.channel = channel;
        this.listener = listener;
        channel.closeFuture().addListener(closed -> stopTimer());
    }

    /** Plays a reaction, then runs {@code whenDone}. */
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
        // A failed act closes the connection, as a failed write or handshake does.
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
        listener.tlsStarting();
        channel.pipeline().addFirst(tls);
        return tls.handshakeFuture().addListener(handshake -> {
            if (handshake.isSuccess()) {
                listener.tlsEstablished(upgrade.inside());
            }
        });
    }

    @Override
    public Future<?> end(Act.End end) {
        return switch (end.how()) {
            case CLOSE -> {
                listener.closing();
                yield channel.close();
            }
            case RESET -> {
                listener.closing();
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
            listener.sent(piece);
            if (to == length) {
                done.setSuccess(null);
            } else {
                later(say.pace().interval(), () -> sayFrom(say, to, done));
            }
        });
    }

    /** Each piece is written after the previous one is out, so a client that does not read stops the flood. */
    private void flood(String piece, long left, Promise<Void> done) {
        String now = left < piece.length() ? piece.substring(0, (int) left) : piece;
        write(now).addListener(written -> {
            if (!written.isSuccess()) {
                done.setFailure(written.cause());
                return;
            }
            listener.sent(now);
            if (now.length() == left) {
                done.setSuccess(null);
            } else {
                // Not directly from the listener: a fast client would make this an endless recursion.
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
