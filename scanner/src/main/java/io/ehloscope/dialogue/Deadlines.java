package io.ehloscope.dialogue;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Timeouts;
import java.time.Duration;

/** The latest end of each stage of one dialogue. Times are in nanoseconds of the dialogue's own origin. */
final class Deadlines {

    /** The longest wait for the 221 reply after QUIT. */
    private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(2);

    /** If this machine itself took more than this, a dialogue that exceeds its total says nothing about the server. */
    private static final Duration MAX_OWN_TIME = Duration.ofSeconds(1);

    private final Timeouts timeouts;
    private final long end;
    private Duration bound;
    private long began;
    private long ownNanos;

    Deadlines(Timeouts timeouts, long now) {
        this.timeouts = timeouts;
        this.end = now + timeouts.total().toNanos();
        this.began = now;
        this.bound = timeouts.connect();
    }

    /** A stage begins. */
    void enter(Stage next, long now) {
        bound = of(next);
        began = now;
        ownNanos = 0;
    }

    /** This machine itself took this much of the stage; it does not count. */
    void ownTime(long nanos) {
        ownNanos = nanos;
    }

    /** The latest end of the stage, and never later than that of the whole dialogue. */
    long deadline() {
        return Math.min(end, began + ownNanos + bound.toNanos());
    }

    /** Why the deadline has passed: usually because the server took too long. */
    Reason reason(long now) {
        return isLocalShortage(now) ? Reason.OVERLOADED : Reason.TIMEOUT;
    }

    /** Whether the dialogue reached its end because of this machine. */
    private boolean isLocalShortage(long now) {
        return now >= end && ownNanos > MAX_OWN_TIME.toNanos();
    }

    /** A sentence for a deadline that has passed. */
    String exceeded(Stage stage, boolean midReply, long now) {
        if (isLocalShortage(now)) {
            return "the scanner's own machine was too busy to compute a TLS handshake: that took "
                    + inWords(Duration.ofMillis(Duration.ofNanos(ownNanos).toMillis())) + " of this dialogue";
        }
        if (now >= end) {
            return "the whole dialogue took longer than " + inWords(timeouts.total());
        }
        String bound = inWords(of(stage));
        return switch (stage) {
            case CONNECT -> "no connection within " + bound;
            case TLS -> "no TLS handshake within " + bound;
            default -> midReply ? "the reply began, and did not end within " + bound : "no reply within " + bound;
        };
    }

    private Duration of(Stage stage) {
        return switch (stage) {
            case CONNECT -> timeouts.connect();
            case GREETING -> timeouts.greeting();
            case QUIT -> shorter(timeouts.reply(), QUIT_TIMEOUT);
            default -> timeouts.reply();
        };
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String inWords(Duration bound) {
        return bound.toMillis() % 1000 == 0 ? bound.toSeconds() + " s" : bound.toMillis() + " ms";
    }
}
