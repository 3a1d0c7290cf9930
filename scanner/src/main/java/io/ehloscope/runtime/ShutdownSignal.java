package io.ehloscope.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Turns SIGINT and SIGTERM into a signal that stops the work in progress. The JVM waits until the work calls
 * {@link #done}, at most for the given duration, and then ends with the exit code of the work.
 */
public final class ShutdownSignal implements AutoCloseable {

    private static final int UNKNOWN = -1;

    private final Sinks.Empty<Void> signal = Sinks.empty();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(UNKNOWN);
    private final Thread hook;
    private final Duration patience;

    /** Installs a shutdown hook; {@code patience} is how long the work may take to stop after the signal. */
    public ShutdownSignal(Duration patience) {
        this.patience = patience;
        this.hook = new Thread(this::interrupted, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Emits once, when the process receives SIGINT or SIGTERM. */
    public Publisher<Boolean> signal() {
        return signal.asMono().then(Mono.just(true));
    }

    /** Records that the work has ended with this exit code; returns the code. */
    public int done(int code) {
        exitCode.set(code);
        finished.countDown();
        return code;
    }

    /** Removes the shutdown hook. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // The JVM is already shutting down and runs the hook.
            return;
        }
    }

    private void interrupted() {
        signal.tryEmitEmpty();
        try {
            boolean ended = finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            int code = exitCode.get();
            if (ended && code != UNKNOWN) {
                Runtime.getRuntime().halt(code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
