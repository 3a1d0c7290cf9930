package io.ehloscope.scan;

import java.time.Duration;

/** How long a leg has waited for its next dialogue by now, and for what. Times are nanoseconds. Not thread-safe. */
final class QueueTimes {

    private long slot;
    private long address;
    private long since;
    private boolean forAddress;
    private boolean waiting;

    /** From now on it waits for a slot. */
    void forSlot(long now) {
        turn(now, false);
    }

    /** From now on it waits until its address may be spoken to. */
    void forAddress(long now) {
        turn(now, true);
    }

    /** Its dialogue begins: tells how long it waited, and begins anew. */
    void over(long now, ScanObserver observer) {
        turn(now, false);
        observer.waited(ScanQueue.SLOT, Duration.ofNanos(slot));
        observer.waited(ScanQueue.ADDRESS, Duration.ofNanos(address));
        slot = 0;
        address = 0;
        waiting = false;
    }

    private void turn(long now, boolean toAddress) {
        long waited = waiting ? Math.max(0, now - since) : 0; // one event may know two times, the later one first
        if (forAddress) {
            address += waited;
        } else {
            slot += waited;
        }
        waiting = true;
        forAddress = toAddress;
        since = now;
    }
}
