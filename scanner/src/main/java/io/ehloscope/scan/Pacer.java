package io.ehloscope.scan;

import java.util.concurrent.TimeUnit;

/**
 * Gives permits at a steady rate, in small bursts, because a timer is too coarse for one at a time (the generic cell rate
 * algorithm: a virtual schedule that may run ahead of the clock by one burst). Times are nanoseconds.
 */
final class Pacer {

    private static final long BURST = TimeUnit.MILLISECONDS.toNanos(10);

    private final long interval;
    private long schedule = Long.MIN_VALUE;

    /** So many permits a second, at least 1. */
    Pacer(int perSecond) {
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Takes a permit, if one is to be had now. */
    boolean tryTake(long now) {
        if (next() > now) {
            return false;
        }
        schedule = Math.max(schedule, now) + interval;
        return true;
    }

    /** From when on a permit can be had. */
    long next() {
        return schedule == Long.MIN_VALUE ? schedule : schedule - BURST;
    }
}
