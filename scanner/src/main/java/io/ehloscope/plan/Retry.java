package io.ehloscope.plan;

import java.time.Duration;

/**
 * How often and when a transient failure is retried.
 *
 * @param attempts the most attempts, including the first; at least 1
 * @param backoff the wait before the second attempt; each further wait doubles
 * @param maxBackoff the longest wait, before jitter
 * @param jitter 0 to 1: each wait is spread evenly by up to this share of itself, up and down
 */
public record Retry(int attempts, Duration backoff, Duration maxBackoff, double jitter) {

    /** Three attempts, waits of 1 s to 30 s, a jitter of 0.5. */
    public static final Retry DEFAULT = new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.5);

    /** This retry with another number of attempts. */
    public Retry withAttempts(int other) {
        return new Retry(other, backoff, maxBackoff, jitter);
    }
}
