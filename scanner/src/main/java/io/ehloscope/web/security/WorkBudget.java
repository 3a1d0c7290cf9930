package io.ehloscope.web.security;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much work may be asked for. All that is asked for is owed, in time; time pays it off. While more is owed than there is
 * room for, nothing is taken on. Thread-safe.
 */
public final class WorkBudget {

    private final long room;
    private final LongSupplier nanos;
    private long paidAt;

    /**
     * Nothing is owed.
     *
     * @param room what may be owed when more is taken on
     * @param nanos the clock
     */
    public WorkBudget(Duration room, LongSupplier nanos) {
        this.room = room.toNanos();
        this.nanos = nanos;
        this.paidAt = nanos.getAsLong();
    }

    /** Takes work on that costs so much; false, and nothing taken, where too much is owed. */
    public synchronized boolean take(Duration cost) {
        if (owed() > room) {
            return false;
        }
        charge(cost);
        return true;
    }

    /** More is owed than was known when the work was taken on. */
    public synchronized void charge(Duration cost) {
        paidAt = nanos.getAsLong() + owed() + cost.toNanos();
    }

    /** In so many seconds, at least one, work is taken on again. */
    public synchronized long retryAfterSeconds() {
        return Math.max(1, Duration.ofNanos(owed() - room).plusMillis(999).toSeconds());
    }

    private long owed() {
        return Math.max(0, paidAt - nanos.getAsLong());
    }
}
