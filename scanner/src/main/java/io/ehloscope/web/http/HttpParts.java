package io.ehloscope.web.http;

import io.ehloscope.metrics.WebMeters;
import io.ehloscope.time.TimeSource;
import reactor.core.scheduler.Scheduler;
import reactor.netty.resources.LoopResources;

/**
 * What an HTTP server runs on. All of it belongs to the caller and outlives the server.
 *
 * @param loops moves the bytes
 * @param encoder makes the text of pages and scrapes and looks up names of listen addresses; it may block, and should be bounded
 * @param time for waits
 * @param meters take what happens to the server
 */
public record HttpParts(LoopResources loops, Scheduler encoder, TimeSource time, WebMeters meters) {

    /** Runs what waits. */
    public Scheduler timers() {
        return time.timers();
    }
}
