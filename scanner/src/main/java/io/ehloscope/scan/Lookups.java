package io.ehloscope.scan;

import io.ehloscope.resolve.Resolver;
import java.util.ArrayDeque;
import java.util.Queue;

/** Lookups in flight, no more than {@link Resolver#MAX_IN_FLIGHT}; the rest wait their turn. Not thread-safe. */
final class Lookups {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int inFlight;

    /** Starts a lookup now, or once another has ended. */
    void begin(Runnable lookup) {
        if (inFlight == Resolver.MAX_IN_FLIGHT) {
            waiting.add(lookup);
        } else {
            inFlight++;
            lookup.run();
        }
    }

    /** One has ended. */
    void ended() {
        inFlight--;
        Runnable next = waiting.poll();
        if (next != null) {
            begin(next);
        }
    }
}
