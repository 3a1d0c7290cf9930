package io.ehloscope.scan;

import java.time.Duration;

/**
 * Is notified of shortages on the scanner's own machine, each at most once in a scan. Must be quick, and must not
 * throw.
 */
public interface ShortageObserver {

    /** Does nothing. */
    ShortageObserver NONE = new ShortageObserver() {};

    /**
     * New connections wait until a shortage ends.
     *
     * @param detail what happened, in the words of this machine
     */
    default void waiting(String detail) {}

    /**
     * Targets are skipped until the shortage ends.
     *
     * @param lasted how long it has lasted
     */
    default void skipping(Duration lasted) {}
}
