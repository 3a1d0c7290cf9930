package io.ehloscope.plan;

import java.time.Duration;

/**
 * How often and when a transient failure is tried again.
 *
 * @param attempts at most this many in all, at least 1
 * @param backoff the wait before the second attempt; it doubles from there
 * @param maxBackoff no wait is longer, jitter aside
 * @param jitter 0 to 1: each wait is spread evenly over this share of itself, up and down
 */
public record Retry(int attempts, Duration backoff, Duration maxBackoff, double jitter) {

    /** Three attempts, 1 s, at most 30 s, half of it spread. */
    public static final Retry DEFAULT = new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.5);

    /** This with another number of attempts. */
    public Retry withAttempts(int other) {
        return new Retry(other, backoff, maxBackoff, jitter);
    }
}
