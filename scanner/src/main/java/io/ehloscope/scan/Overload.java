package io.ehloscope.scan;

import io.ehloscope.evidence.Reason;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches for shortages on the scanner's own machine during one scan, and says once that there is one. Not thread-safe. */
final class Overload {

    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);

    private final Lateness lateness;
    private final Shortage shortage;
    private final ScanObserver observer;
    private long listenedUntil;
    private boolean said;
    private boolean givenUp;

    /** Watches from now on. */
    Overload(Lateness lateness, Shortage shortage, ScanObserver observer, long now) {
        this.lateness = lateness;
        this.shortage = shortage;
        this.observer = observer;
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
            LOG.atWarn()
                    .log("the shortage has lasted for " + Shortage.PATIENCE.toSeconds()
                            + " s: targets are skipped until it ends");
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
            LOG.atWarn()
                    .addKeyValue("detail", detail)
                    .log("this machine is short of a resource; new connections wait until the shortage ends");
        }
    }
}
