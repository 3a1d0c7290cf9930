package io.ehloscope.web.security;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits the work that clients can request. Accepted work adds its cost, a duration, to a debt that decreases as time
 * passes (a leaky bucket). While the debt exceeds a limit, no work is accepted. Thread-safe.
 */
public final class WorkBudget {

    private final long room;
    private final LongSupplier nanos;
    private long paidAt;

    /**
     * Creates a budget without debt.
     *
     * @param room the largest debt at which work is accepted
     * @param nanos the clock
     */
    public WorkBudget(Duration room, LongSupplier nanos) {
        this.room = room.toNanos();
        this.nanos = nanos;
        this.paidAt = nanos.getAsLong();
    }

    /** Accepts work of this cost; returns false and adds nothing if the debt is too large. */
    public synchronized boolean take(Duration cost) {
        if (debt() > room) {
            return false;
        }
        charge(cost);
        return true;
    }

    /** Adds a cost that was not known when the work was accepted. */
    public synchronized void charge(Duration cost) {
        paidAt = nanos.getAsLong() + debt() + cost.toNanos();
    }

    /** The number of seconds, at least 1, after which work is accepted again. */
    public synchronized long retryAfterSeconds() {
        return Math.max(1, Duration.ofNanos(debt() - room).plusMillis(999).toSeconds());
    }

    private long debt() {
        return Math.max(0, paidAt - nanos.getAsLong());
    }
}
