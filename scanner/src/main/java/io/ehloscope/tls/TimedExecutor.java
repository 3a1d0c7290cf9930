package io.ehloscope.tls;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Runs the computation of one dialogue's handshake on another executor, and measures how long this machine takes for
 * it. The time in the queue counts, because the server is not responsible for it.
 */
public final class TimedExecutor implements Executor {

    private final Executor elsewhere;
    private final LongSupplier nanos;
    private long taken;
    private long since;
    private int unfinished;

    /**
     * Creates the executor for one handshake.
     *
     * @param elsewhere runs the tasks
     * @param nanos the clock of the dialogue, in nanoseconds
     */
    public TimedExecutor(Executor elsewhere, LongSupplier nanos) {
        this.elsewhere = elsewhere;
        this.nanos = nanos;
    }

    @Override
    public void execute(Runnable task) {
        begin();
        elsewhere.execute(() -> {
            try {
                task.run();
            } finally {
                end();
            }
        });
    }

    /** The time that tasks were queued or running so far, in nanoseconds. Overlapping tasks count once. */
    public synchronized long taken() {
        return unfinished > 0 ? taken + nanos.getAsLong() - since : taken;
    }

    private synchronized void begin() {
        if (unfinished == 0) {
            since = nanos.getAsLong();
        }
        unfinished++;
    }

    private synchronized void end() {
        unfinished--;
        if (unfinished == 0) {
            taken += nanos.getAsLong() - since;
        }
    }
}
