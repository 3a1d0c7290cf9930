package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.plan.Retry;
import java.time.Duration;

/** When a failed round is followed by another. Pure arithmetic. */
public final class RetryPolicy {

    private RetryPolicy() {}

    /** Whether this failure, after this many rounds, deserves another one. */
    public static boolean again(Retry retry, int rounds, Failure failure) {
        return rounds < retry.attempts() && failure.reason().isTransient();
    }

    /**
     * How long to wait before the next round: the backoff, doubled with each round, never above its maximum, then spread
     * by the jitter.
     *
     * @param rounds how many have failed, at least 1
     * @param random from 0 inclusive to 1 exclusive: where in the spread to fall
     */
    public static Duration delay(Retry retry, int rounds, double random) {
        double doubled = (double) retry.backoff().toNanos() * Math.pow(2, rounds - 1);
        double base = Math.min(doubled, (double) retry.maxBackoff().toNanos());
        double spread = retry.jitter() * (2 * random - 1);
        return Duration.ofNanos(Math.round(base * (1 + spread)));
    }
}
