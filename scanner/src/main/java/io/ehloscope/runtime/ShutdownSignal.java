package io.ehloscope.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * SIGINT and SIGTERM as a signal that work in progress can end by. The virtual machine waits until the work has said
 * {@link #done}, for at most a few seconds, and then ends with the work's own exit code.
 */
public final class ShutdownSignal implements AutoCloseable {

    private static final int UNKNOWN = -1;

    private final Sinks.Empty<Void> signal = Sinks.empty();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(UNKNOWN);
    private final Thread hook;
    private final Duration patience;

    /** Listens from now on; {@code patience} is how long the work may take to end once it is told to. */
    public ShutdownSignal(Duration patience) {
        this.patience = patience;
        this.hook = new Thread(this::interrupted, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Emits once, when the program is told to end. */
    public Publisher<Boolean> signal() {
        return signal.asMono().then(Mono.just(true));
    }

    /** The work has ended, and this is the exit code; gives it back. */
    public int done(int code) {
        exitCode.set(code);
        finished.countDown();
        return code;
    }

    /** Listens no more. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // The machine is already going down, and the hook with it.
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
