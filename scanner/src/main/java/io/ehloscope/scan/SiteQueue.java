package io.ehloscope.scan;

import io.ehloscope.plan.Target;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The part of the scheduler that belongs to one site. When servers of a site reject connections temporarily, fewer
 * connections to the site are open at the same time for a while: half as many for each backoff in which that happens,
 * down to a quarter of its limit, and one more again for each dialogue that is not rejected. The quarter bounds the
 * delay that a site with thousands of such servers can cause.
 */
final class SiteQueue {

    private static final int MIN_SHARE = 4;

    final Deque<Target> targets = new ArrayDeque<>();
    final Deque<Slot> ready = new ArrayDeque<>();
    int begun;
    int inFlight;
    boolean isHeld;

    private final int limit;
    private int allowance;
    private boolean backingOff;
    private long backsOffUntil;

    /** A site with this limit of dialogues in flight. */
    SiteQueue(int limit) {
        this.limit = limit;
        this.allowance = limit;
    }

    /** Whether no further dialogue may begin now. */
    boolean isFull() {
        return inFlight >= allowance;
    }

    /** How many dialogues may be in flight at present; at most the site's limit. */
    int allowance() {
        return allowance;
    }

    /**
     * A server of the site rejected a connection temporarily.
     *
     * @param until the end of its backoff, in nanoseconds
     */
    void rejectedTemporarily(long now, long until) {
        if (!backingOff || now - backsOffUntil >= 0) {
            allowance = Math.max(Math.max(1, limit / MIN_SHARE), allowance / 2);
            backingOff = true;
            backsOffUntil = until;
        }
    }

    /** A server of the site did not reject a connection temporarily. */
    void accepted() {
        allowance = Math.min(limit, allowance + 1);
    }
}
