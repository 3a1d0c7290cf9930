package io.ehloscope.scan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which the element that holds least is first; of those that hold the same, the one that has waited longest.
 * So an element that holds much for a long time delays no other. Every step is O(log n).
 *
 * @param <T> the type of the elements, compared by {@code equals}
 */
final class FairQueue<T> {

    private final TreeSet<Turn<T>> order =
            new TreeSet<>(Comparator.<Turn<T>>comparingInt(Turn::holds).thenComparingLong(Turn::since));
    private final Map<T, Turn<T>> wanted = new HashMap<>();
    private long count;

    /** Adds the element, which holds this much; an element that is in the queue and holds the same keeps its place. */
    void want(T element, int holds) {
        Turn<T> known = wanted.get(element);
        if (known == null || known.holds != holds) {
            leave(element);
            Turn<T> turn = new Turn<>(holds, count++, element);
            wanted.put(element, turn);
            order.add(turn);
        }
    }

    /** Removes the element, if it is in the queue. */
    void leave(T element) {
        Turn<T> known = wanted.remove(element);
        if (known != null) {
            order.remove(known);
        }
    }

    /** The first element, which stays in the queue; null if the queue is empty. */
    @Nullable
    T next() {
        return order.isEmpty() ? null : order.first().element;
    }

    /** An element with its place. */
    private record Turn<T>(int holds, long since, T element) {}
}
