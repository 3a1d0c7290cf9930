package io.ehloscope.scan;

import java.time.Duration;

/** How long a dialogue waited before it began, and what for. Times are nanoseconds. Not thread-safe. */
final class QueueTimes {

    private long slot;
    private long address;
    private long since;
    private boolean forAddress;
    private boolean waiting;

    /** From now on it waits for a slot. */
    void forSlot(long now) {
        waitFor(now, false);
    }

    /** From now on it waits until the limits on its address allow it. */
    void forAddress(long now) {
        waitFor(now, true);
    }

    /** It begins: reports both waits. */
    void over(long now, ScanObserver observer) {
        waitFor(now, false);
        observer.waited(ScanQueue.SLOT, Duration.ofNanos(slot));
        observer.waited(ScanQueue.ADDRESS, Duration.ofNanos(address));
    }

    private void waitFor(long now, boolean nextIsAddress) {
        long waited =
                waiting ? Math.max(0, now - since) : 0; // two clock readings of one event can come in reverse order
        if (forAddress) {
            address += waited;
        } else {
            slot += waited;
        }
        waiting = true;
        forAddress = nextIsAddress;
        since = now;
    }
}
