package io.ehloscope.plan;

import java.time.Duration;

/**
 * The longest time that one target may take.
 *
 * @param timeouts the bounds of one attempt
 * @param retry how often and when the target is tried
 * @param looksUp whether there is a name to look up first
 */
record Budget(Timeouts timeouts, Retry retry, boolean looksUp) {

    /** The budget for probing a target at one address. */
    static Budget of(Target target) {
        Settings settings = target.settings();
        return new Budget(settings.timeouts(), settings.retry(), target.kind() != Target.Kind.ADDRESS);
    }

    /**
     * The longest time: every attempt reaches its timeout, and every backoff has its full jitter. Lookups have their
     * own attempts and backoffs. The time that a target waits for a slot is not included.
     */
    Duration worst() {
        Duration dialogues = timeouts.total().multipliedBy(retry.attempts()).plus(waits());
        return looksUp
                ? dialogues.plus(timeouts.dns().multipliedBy(retry.attempts())).plus(waits())
                : dialogues;
    }

    private Duration waits() {
        Duration sum = Duration.ZERO;
        Duration wait = retry.backoff();
        for (int attempt = 1; attempt < retry.attempts(); attempt++) {
            Duration bounded = wait.compareTo(retry.maxBackoff()) > 0 ? retry.maxBackoff() : wait;
            sum = sum.plus(bounded);
            wait = bounded.multipliedBy(2);
        }
        return sum.plusMillis(Math.round(sum.toMillis() * retry.jitter()));
    }
}
