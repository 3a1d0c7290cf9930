package io.ehloscope.scan;

import io.ehloscope.evidence.Reason;
import java.time.Duration;

/** Watches for shortages on the scanner's own machine during one scan, and notifies once of each. Not thread-safe. */
final class OverloadMonitor {

    private final LagProbe lateness;
    private final OverloadBackoff shortage;
    private final ScanObserver observer;
    private final ShortageObserver shortages;
    private long listenedUntil;
    private boolean said;
    private boolean givenUp;

    /** Watches from now on. */
    OverloadMonitor(
            LagProbe lateness, OverloadBackoff shortage, ScanObserver observer, ShortageObserver shortages, long now) {
        this.lateness = lateness;
        this.shortage = shortage;
        this.observer = observer;
        this.shortages = shortages;
        this.listenedUntil = now;
    }

    /** By how much we were late since then, at the worst. */
    Duration lateSince(long then) {
        return lateness.worstSince(then);
    }

    /** An event loop that is behind has enough to do: nothing new for a while, then half as much at once. */
    void keepTime(long now, int inFlight) {
        Duration late = lateness.worstSince(listenedUntil);
        listenedUntil = now;
        if (!late.isZero() && !shortage.isPausing(now)) {
            shortage.met(now, inFlight / 2);
            say("an event loop lags by " + late.toMillis() + " ms");
        }
    }

    /**
     * A connection or lookup met a shortage.
     *
     * @param inFlight the others that have not
     * @param detail what happened
     * @return whether to wait until it has passed; else it has lasted for too long
     */
    boolean isWaitedOut(long now, int inFlight, String detail) {
        shortage.met(now, inFlight);
        say(detail);
        if (!shortage.isHopeless(now)) {
            observer.retryScheduled(Reason.OVERLOADED);
            return true;
        }
        if (!givenUp) {
            givenUp = true;
            shortages.skipping(OverloadBackoff.PATIENCE);
        }
        return false;
    }

    /** What was begun at this time met no shortage. */
    void notMet(long begunAt) {
        shortage.notMet(begunAt);
    }

    private void say(String detail) {
        if (!said) {
            said = true;
            shortages.waiting(detail);
        }
    }
}
