package io.ehloscope.scan;

import java.time.Duration;

/**
 * Says whether the scanner itself kept time. A server's reply cannot be missed by a scanner that did not listen: what ran
 * out of time while we were late says nothing about the server.
 */
@FunctionalInterface
public interface LagProbe {

    /** Always in time. */
    LagProbe NONE = since -> Duration.ZERO;

    /**
     * By how much an event loop was behind since then, at the worst; zero where none was behind by more than a second.
     *
     * @param since nanoseconds of the scan's own clock
     */
    Duration worstSince(long since);
}
