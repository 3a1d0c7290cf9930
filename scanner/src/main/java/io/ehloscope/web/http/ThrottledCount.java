package io.ehloscope.web.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import reactor.core.scheduler.Scheduler;

/**
 * Counts frequent events and reports their number at most once a minute: the first at once, those since then at the end
 * of each minute. Thread-safe.
 */
public final class ThrottledCount {

    private final Scheduler timers;
    private final LongConsumer line;
    private long unreported;
    private boolean isQuiet;

    /**
     * Creates a counter at 0.
     *
     * @param line receives the number of events since its last call; must not block
     */
    public ThrottledCount(Scheduler timers, LongConsumer line) {
        this.timers = timers;
        this.line = line;
    }

    /** Counts one event. */
    public void count() {
        synchronized (this) {
            unreported++;
            if (isQuiet) {
                return;
            }
        }
        report();
    }

    private void report() {
        long counted;
        synchronized (this) {
            counted = unreported;
            unreported = 0;
            isQuiet = counted > 0;
        }
        if (counted > 0) {
            timers.schedule(this::report, 1, TimeUnit.MINUTES);
            line.accept(counted);
        }
    }
}
