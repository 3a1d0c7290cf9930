package io.ehloscope.dialogue;

import io.ehloscope.evidence.Stage;
import io.ehloscope.inventory.Timeouts;
import java.time.Duration;

/** When each stage of one dialogue is over at the latest. Times are nanoseconds of the dialogue's own origin. */
final class Bounds {

    /** After QUIT nobody waits longer for the 221 than this. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Timeouts timeouts;
    private final long end;

    Bounds(Timeouts timeouts, long now) {
        this.timeouts = timeouts;
        this.end = now + timeouts.total().toNanos();
    }

    /** The deadline of a stage that begins now, never later than that of the whole dialogue. */
    long deadline(Stage stage, long now) {
        return Math.min(end, now + of(stage).toNanos());
    }

    /** What to say when a deadline has passed. */
    String exceeded(Stage stage, boolean midReply, long now) {
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
