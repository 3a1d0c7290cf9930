package io.ehloscope.runtime;

import io.ehloscope.plan.Plan;

/**
 * The resource limits of the process, independent of the inventory. Memory is not included, because the JVM limits its
 * heap.
 *
 * @param eventLoops the number of event loop threads, and of threads that compute TLS handshakes
 * @param connections the maximum of concurrent connections to mail servers, of scans, probes and the canary together
 */
public record RuntimeLimits(int eventLoops, int connections) {

    /** One event loop per processor, at least two; as many connections as the inventory allows. */
    public static final RuntimeLimits NONE =
            new RuntimeLimits(Math.max(2, Runtime.getRuntime().availableProcessors()), Integer.MAX_VALUE);

    /**
     * Returns the plan with its concurrency reduced to the connections, so that metrics show waits as waits for slots.
     */
    public Plan fitting(Plan plan) {
        return plan.limits().concurrency() <= connections
                ? plan
                : plan.withLimits(plan.limits().withConcurrency(connections));
    }
}
