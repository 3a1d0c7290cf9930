package io.ehloscope.scan;

import io.ehloscope.evidence.Reason;
import java.time.Duration;

/**
 * Detects shortages on the scanner's own machine during one scan, and reports each kind of notification once. Not
 * thread-safe.
 */
final class OverloadMonitor {

    private final LagProbe lag;
    private final OverloadBackoff shortage;
    private final ScanObserver observer;
    private final ShortageObserver shortages;
    private long checkedUntil;
    private boolean reported;
    private boolean skips;

    /**
     * A monitor of the time from now on.
     *
     * @param now in nanoseconds
     */
    OverloadMonitor(
            LagProbe lag, OverloadBackoff shortage, ScanObserver observer, ShortageObserver shortages, long now) {
        this.lag = lag;
        this.shortage = shortage;
        this.observer = observer;
        this.shortages = shortages;
        this.checkedUntil = now;
    }

    /** The largest lag of an event loop since then. */
    Duration lagSince(long then) {
        return lag.worstSince(then);
    }

    /**
     * If an event loop lagged since the last call, no dialogue begins for a while, then half as many at the same time.
     */
    void checkLag(long now, int inFlight) {
        Duration late = lag.worstSince(checkedUntil);
        checkedUntil = now;
        if (!late.isZero() && !shortage.isPausing(now)) {
            shortage.met(now, inFlight / 2);
            report("an event loop lags by " + late.toMillis() + " ms");
        }
    }

    /**
     * A connection or lookup met a shortage, and either waits until it ends or fails.
     *
     * @param inFlight the other connections, which have not met it
     * @param detail what happened
     * @return whether to wait; false if the shortage has lasted too long
     */
    boolean waitsOut(long now, int inFlight, String detail) {
        shortage.met(now, inFlight);
        report(detail);
        if (!shortage.isHopeless(now)) {
            observer.retryScheduled(Reason.OVERLOADED);
            return true;
        }
        if (!skips) {
            skips = true;
            shortages.skipping(OverloadBackoff.PATIENCE);
        }
        return false;
    }

    /** A dialogue that began at this time met no shortage. */
    void notMet(long beganAt) {
        shortage.notMet(beganAt);
    }

    private void report(String detail) {
        if (!reported) {
            reported = true;
            shortages.waiting(detail);
        }
    }
}
