package io.ehloscope.scan;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Events of a scan that are due at a time, in nanoseconds. Events with the same time run in the order of their
 * addition. Not thread-safe.
 */
final class TimedEvents {

    private final PriorityQueue<Timed> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Timed::due).thenComparingLong(Timed::number));
    private long count;

    /** Adds an event for this time, or soon after. */
    void add(long due, Runnable event) {
        waiting.add(new Timed(due, count++, event));
    }

    /** Removes and returns the next event whose time has come; null if there is none. */
    @Nullable
    Runnable due(long now) {
        Timed first = waiting.peek();
        if (first == null || first.due - now > 0) {
            return null;
        }
        return waiting.remove().event;
    }

    /** When the next event is due; null if there is none. */
    @Nullable
    Long next() {
        Timed first = waiting.peek();
        return first == null ? null : Long.valueOf(first.due);
    }

    /** An event with its time. */
    private record Timed(long due, long number, Runnable event) {}
}
