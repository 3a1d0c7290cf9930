package io.ehloscope.dialogue;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Timeouts;
import java.time.Duration;

/** When each stage of one dialogue is over at the latest. Times are nanoseconds of the dialogue's own origin. */
final class Deadlines {

    /** After QUIT nobody waits longer for the 221 than this. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** A dialogue that took longer because of this machine by more than this says nothing about the server. */
    private static final Duration SHORTAGE = Duration.ofSeconds(1);

    private final Timeouts timeouts;
    private final long end;
    private Duration bound;
    private long began;
    private long own;

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
        own = 0;
    }

    /** So much of this stage was this machine's own time, and is not counted. */
    void excuse(long nanos) {
        own = nanos;
    }

    /** When the stage is over, never later than the whole dialogue. */
    long deadline() {
        return Math.min(end, began + own + bound.toNanos());
    }

    /** Why the deadline has passed: mostly because the server took too long. */
    Reason reason(long now) {
        return isOurFault(now) ? Reason.OVERLOADED : Reason.TIMEOUT;
    }

    /** Whether it is our own doing that the dialogue came to its end here. */
    private boolean isOurFault(long now) {
        return now >= end && own > SHORTAGE.toNanos();
    }

    /** What to say when the deadline has passed. */
    String exceeded(Stage stage, boolean midReply, long now) {
        if (isOurFault(now)) {
            return "the scanner's own machine was too busy to compute a TLS handshake: that took "
                    + inWords(Duration.ofMillis(Duration.ofNanos(own).toMillis())) + " of this dialogue";
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
            case QUIT -> shorter(timeouts.reply(), FAREWELL);
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
