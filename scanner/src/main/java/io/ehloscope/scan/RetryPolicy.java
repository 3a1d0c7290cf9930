package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.plan.Retry;
import java.time.Duration;

/** Decides whether another round follows a failed one, and when. Pure. */
public final class RetryPolicy {

    private RetryPolicy() {}

    /** Whether another round follows after this number of rounds, the last of which ended with this failure. */
    public static boolean again(Retry retry, int rounds, Failure failure) {
        return rounds < retry.attempts() && failure.reason().isTransient();
    }

    /**
     * The time to wait before the next round: the backoff, doubled with each round up to its maximum, then spread by
     * the jitter in both directions.
     *
     * @param rounds how many have failed, at least 1
     * @param random the position in the spread, from 0 inclusive to 1 exclusive
     */
    public static Duration delay(Retry retry, int rounds, double random) {
        double doubled = (double) retry.backoff().toNanos() * Math.pow(2, rounds - 1);
        double base = Math.min(doubled, (double) retry.maxBackoff().toNanos());
        double spread = retry.jitter() * (2 * random - 1);
        return Duration.ofNanos(Math.round(base * (1 + spread)));
    }
}
