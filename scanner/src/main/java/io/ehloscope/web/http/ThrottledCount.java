package io.ehloscope.web.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import reactor.core.scheduler.Scheduler;

/**
 * Counts what may happen often, and passes the count on at most once a minute: the first at once, and what came since at
 * the end of each minute. Thread-safe.
 */
public final class ThrottledCount {

    private final Scheduler timers;
    private final LongConsumer line;
    private long waiting;
    private boolean isQuiet;

    /**
     * Nothing has happened yet.
     *
     * @param line takes how often it happened since it was last called; must not block
     */
    public ThrottledCount(Scheduler timers, LongConsumer line) {
        this.timers = timers;
        this.line = line;
    }

    /** It happened. */
    public void count() {
        synchronized (this) {
            waiting++;
            if (isQuiet) {
                return;
            }
        }
        tell();
    }

    private void tell() {
        long counted;
        synchronized (this) {
            counted = waiting;
            waiting = 0;
            isQuiet = counted > 0;
        }
        if (counted > 0) {
            timers.schedule(this::tell, 1, TimeUnit.MINUTES);
            line.accept(counted);
        }
    }
}
