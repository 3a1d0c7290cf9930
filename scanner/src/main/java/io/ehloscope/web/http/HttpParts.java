package io.ehloscope.web.http;

import io.ehloscope.metrics.WebMeters;
import io.ehloscope.time.TimeSource;
import reactor.core.scheduler.Scheduler;
import reactor.netty.resources.LoopResources;

/**
 * The event loops, schedulers, clock and meters of an HTTP server. The caller owns them, and they outlive the server.
 *
 * @param loops the event loops, which only move bytes
 * @param encoder encodes pages and scrapes and resolves the names of listen addresses; must allow blocking and should
 *     be bounded
 * @param time the clock and the timers
 * @param meters count refused requests and closed connections
 */
public record HttpParts(LoopResources loops, Scheduler encoder, TimeSource time, WebMeters meters) {

    /** The scheduler of timeouts and delays. */
    public Scheduler timers() {
        return time.timers();
    }
}
