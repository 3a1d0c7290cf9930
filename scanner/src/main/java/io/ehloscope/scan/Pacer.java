package io.ehloscope.scan;

import java.util.concurrent.TimeUnit;

/**
 * Grants permits at a steady rate, in bursts of 10 ms, because timers are too coarse for single permits. This is the
 * generic cell rate algorithm: a virtual schedule that may run ahead of the clock by one burst. Times are nanoseconds.
 * Not thread-safe.
 */
final class Pacer {

    private static final long BURST = TimeUnit.MILLISECONDS.toNanos(10);

    private final long interval;
    private long schedule = Long.MIN_VALUE;

    /**
     * A pacer without permits granted.
     *
     * @param perSecond permits per second, at least 1
     */
    Pacer(int perSecond) {
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Takes a permit, if one is available now. */
    boolean tryTake(long now) {
        if (next() > now) {
            return false;
        }
        schedule = Math.max(schedule, now) + interval;
        return true;
    }

    /** When the next permit is available. */
    long next() {
        return schedule == Long.MIN_VALUE ? schedule : schedule - BURST;
    }
}
