package io.ehloscope.web.security;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A token bucket, stored as the time at which it will be full again. Thread-safe. */
final class RequestRate {

    private final long interval;
    private final long room;
    private final LongSupplier nanos;
    private final AtomicLong fullAt;

    /**
     * Creates a full bucket.
     *
     * @param rate the interval and the burst; null for no limit
     * @param nanos the clock
     */
    RequestRate(WebConfig.@Nullable Rate rate, LongSupplier nanos) {
        this.interval = rate == null ? 0 : rate.interval().toNanos();
        this.room = rate == null ? 0 : Math.multiplyExact(interval, (long) rate.burst() - 1);
        this.nanos = nanos;
        this.fullAt = new AtomicLong(nanos.getAsLong());
    }

    /** Takes a token; returns false if there is none. */
    boolean take() {
        if (interval == 0) {
            return true; // the code below can refuse a thread that read the clock before another thread did
        }
        long now = nanos.getAsLong();
        while (true) {
            long then = fullAt.get();
            long missing = Math.max(0, then - now);
            if (missing > room) {
                return false;
            }
            if (fullAt.compareAndSet(then, now + missing + interval)) {
                return true;
            }
        }
    }
}
