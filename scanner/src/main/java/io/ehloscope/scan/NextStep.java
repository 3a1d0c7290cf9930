package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What follows after a connection, from its outcome alone. Pure. */
enum NextStep {
    /** The same connection again, not counted: it failed because of a shortage on the scanner's own machine. */
    SAME_AGAIN,
    /** HELO on a new connection: the server closed the connection on which HELO followed EHLO. */
    HELO_ON_NEW_CONNECTION,
    /** The next address at once, or another round if there is none: the address could not be connected to. */
    NEXT_ADDRESS,
    /** Another round, if the retry policy allows one: the dialogue failed, or TLS failed after the EHLO reply. */
    ANOTHER_ROUND,
    /** Nothing: the server has answered, and TLS did not fail. */
    NONE;

    /**
     * What follows after this outcome.
     *
     * @param heloAlone whether the connection started with HELO instead of EHLO
     */
    static NextStep of(ProbeOutcome outcome, boolean heloAlone) {
        if (!(outcome instanceof Failed failed)) {
            return failure(outcome) == null ? NONE : ANOTHER_ROUND;
        }
        Failure failure = failed.failure();
        if (failure.reason() == Reason.OVERLOADED) {
            return SAME_AGAIN;
        }
        if (heloAlone) {
            return ANOTHER_ROUND;
        }
        Failure last = last(failed);
        if (last.stage() == Stage.HELO && (last.reason() == Reason.CLOSED || last.reason() == Reason.RESET)) {
            return HELO_ON_NEW_CONNECTION;
        }
        return failure.stage() == Stage.CONNECT ? NEXT_ADDRESS : ANOTHER_ROUND;
    }

    /**
     * What the retry policy decides on: the failure of the dialogue or, after a complete EHLO reply, the failure of
     * STARTTLS, of the TLS handshake or of EHLO inside TLS.
     *
     * @return null if neither failed; also if TLS failed because of a shortage on the scanner's own machine, which is no
     *     finding about the server
     */
    static @Nullable Failure failure(ProbeOutcome outcome) {
        if (outcome instanceof Failed failed) {
            return failed.failure();
        }
        Failure later = outcome.observation().laterFailure();
        return later != null && later.stage().isOfTls() && later.reason() != Reason.OVERLOADED ? later : null;
    }

    /**
     * The outcome, unless the scanner may have caused it itself: a timeout, or a failure of STARTTLS, then becomes a
     * failure with {@link Reason#OVERLOADED}.
     *
     * @param late by how much an event loop was late while the connection lasted; zero changes nothing
     */
    static ProbeOutcome withoutOwnLag(ProbeOutcome outcome, Duration late) {
        if (late.isZero()) {
            return outcome;
        }
        if (outcome instanceof Failed failed && last(failed).reason() == Reason.TIMEOUT) {
            return new Failed(withoutOwnLag(last(failed), late), outcome.observation());
        }
        boolean brokenTls = outcome.observation().starttls() == Starttls.FAILED;
        return brokenTls
                ? new Failed(
                        overloaded(Stage.TLS, "STARTTLS may have failed for that reason", late), outcome.observation())
                : outcome;
    }

    /** What ended the connection: the failure of HELO if EHLO was refused before. */
    private static Failure last(Failed failed) {
        Failure later = failed.observation().laterFailure();
        return later != null && later.stage() == Stage.HELO ? later : failed.failure();
    }

    /** The failure of a lookup; a timeout that the scanner may have caused itself becomes {@link Reason#OVERLOADED}. */
    static Failure withoutOwnLag(Failure failure, Duration late) {
        return late.isZero() || failure.reason() != Reason.TIMEOUT
                ? failure
                : overloaded(failure.stage(), failure.detail(), late);
    }

    /**
     * Whether the server rejected the connection temporarily, so that its address and site get fewer connections for a
     * while.
     */
    static boolean isRejectedTemporarily(ProbeOutcome outcome) {
        return outcome instanceof Failed failed
                && (failed.failure().reason() == Reason.RATE_LIMITED
                        || failed.failure().reason() == Reason.REJECTED_TEMPORARILY);
    }

    private static Failure overloaded(Stage stage, String what, Duration late) {
        String seconds = String.format(Locale.ROOT, "%.1f s", late.toMillis() / 1e3);
        return Failure.of(
                stage,
                Reason.OVERLOADED,
                "the scanner was " + seconds + " behind, so it may have caused this itself: " + what);
    }
}
