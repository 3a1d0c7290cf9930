package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import java.time.Duration;
import java.util.Locale;

/** What a connection that has ended calls for. Pure. */
enum NextStep {
    /** The shortage was ours: the same again, as though it had not been. */
    THE_SAME_AGAIN,
    /** Saying EHLO cost the connection: HELO, on a new one. */
    HELO_ANEW,
    /** It could not be connected to: the next address at once, or another round where there is none. */
    NEXT_ADDRESS,
    /** Another round, where the policy allows one. */
    ANOTHER_ROUND,
    /** Nothing: the answer is there. */
    NONE;

    /** What this outcome calls for, after EHLO or after HELO alone was said. */
    static NextStep of(ProbeOutcome outcome, boolean heloAlone) {
        if (!(outcome instanceof Failed failed)) {
            return NONE;
        }
        Failure failure = failed.failure();
        if (failure.reason() == Reason.OVERLOADED) {
            return THE_SAME_AGAIN;
        }
        if (heloAlone) {
            return ANOTHER_ROUND;
        }
        if (failure.stage() == Stage.HELO && (failure.reason() == Reason.CLOSED || failure.reason() == Reason.RESET)) {
            return HELO_ANEW;
        }
        return failure.stage() == Stage.CONNECT ? NEXT_ADDRESS : ANOTHER_ROUND;
    }

    /**
     * The outcome as it may be written down about a server by a scanner that was late by so much while it lasted. What ran
     * out of time then was our fault; zero changes nothing.
     */
    static ProbeOutcome inFairness(ProbeOutcome outcome, Duration late) {
        if (late.isZero()) {
            return outcome;
        }
        if (outcome instanceof Failed failed && failed.failure().reason() == Reason.TIMEOUT) {
            return new Failed(inFairness(failed.failure(), late), outcome.observation());
        }
        boolean brokenTls = outcome.observation().starttls() == Starttls.FAILED;
        return brokenTls
                ? new Failed(behind(Stage.TLS, "STARTTLS may have failed for that reason", late), outcome.observation())
                : outcome;
    }

    /** The same for a lookup. */
    static Failure inFairness(Failure failure, Duration late) {
        return late.isZero() || failure.reason() != Reason.TIMEOUT
                ? failure
                : behind(failure.stage(), failure.detail(), late);
    }

    /** Whether the server said "later", so that its address and site are to be left alone for a while. */
    static boolean isTurnedAway(ProbeOutcome outcome) {
        return outcome instanceof Failed failed
                && (failed.failure().reason() == Reason.RATE_LIMITED
                        || failed.failure().reason() == Reason.REJECTED_TEMPORARILY);
    }

    private static Failure behind(Stage stage, String what, Duration late) {
        String seconds = String.format(Locale.ROOT, "%.1f s", late.toMillis() / 1e3);
        return Failure.of(
                stage,
                Reason.OVERLOADED,
                "the scanner was " + seconds + " behind, so it may have caused this itself: " + what);
    }
}
