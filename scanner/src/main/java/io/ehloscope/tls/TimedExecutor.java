package io.ehloscope.tls;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Has the computing of one dialogue's handshake done elsewhere, and knows how long this machine took over it, waits for a
 * turn included: no server is to be blamed for that.
 */
public final class TimedExecutor implements Executor {

    private final Executor elsewhere;
    private final LongSupplier nanos;
    private long taken;
    private long since;
    private int unfinished;

    /**
     * Tasks of one handshake.
     *
     * @param elsewhere runs them
     * @param nanos the clock of the dialogue
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

    /** How long this machine has been at it until now, in nanoseconds. */
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
