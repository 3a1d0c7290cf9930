package io.ehloscope.runtime;

import io.ehloscope.plan.Plan;

/**
 * What the program may take of its machine, whatever the inventory asks for. Memory is not among it: the JVM knows a limit
 * of its own.
 *
 * @param eventLoops threads that move bytes and read replies, and as many that compute TLS handshakes
 * @param connections connections to mail servers at once, of scans, probes and the canary together
 */
public record RuntimeLimits(int eventLoops, int connections) {

    /** Two event loops, or one for each processor; as many connections as the inventory allows. */
    public static final RuntimeLimits NONE =
            new RuntimeLimits(Math.max(2, Runtime.getRuntime().availableProcessors()), Integer.MAX_VALUE);

    /** The plan with no more dialogues at once than there may be connections, so that what waits is seen to wait for that. */
    public Plan fitting(Plan plan) {
        return plan.limits().concurrency() <= connections
                ? plan
                : plan.withLimits(plan.limits().withConcurrency(connections));
    }
}
