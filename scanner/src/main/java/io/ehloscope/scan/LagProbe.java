package io.ehloscope.scan;

import java.time.Duration;

/**
 * Measures by how much the scanner's event loops were late. A scanner that is late can miss a reply that arrived in
 * time, so a timeout in that time says nothing about the server.
 */
@FunctionalInterface
public interface LagProbe {

    /** Never late. */
    LagProbe NONE = since -> Duration.ZERO;

    /**
     * The largest lag of an event loop since then; zero if no event loop was late by more than a second.
     *
     * @param since nanoseconds of the scan's own clock
     */
    Duration worstSince(long since);
}
