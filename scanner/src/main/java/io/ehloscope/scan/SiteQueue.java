package io.ehloscope.scan;

import io.ehloscope.plan.Target;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One site's part of the agenda. A site that turns us away is spoken to by fewer at once for a while: half as many for
 * each backoff in which it does, down to a quarter of its limit, and one more again for each dialogue that it lets through.
 * The quarter bounds what a site of thousands that say "later" can cost.
 */
final class SiteQueue {

    private static final int LEAST_SHARE = 4;

    final Deque<Target> targets = new ArrayDeque<>();
    final Deque<AddressProbe> ready = new ArrayDeque<>();
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

    /** How many dialogues may be in flight at present; never more than the site's limit. */
    int allowance() {
        return allowance;
    }

    /** A server of the site said "later", and is left alone until then. */
    void turnedAway(long now, long until) {
        if (!backingOff || now - backsOffUntil >= 0) {
            allowance = Math.max(Math.max(1, limit / LEAST_SHARE), allowance / 2);
            backingOff = true;
            backsOffUntil = until;
        }
    }

    /** A server of the site did not turn us away. */
    void letThrough() {
        allowance = Math.min(limit, allowance + 1);
    }
}
