package io.ehloscope.scan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: of all that want one, whoever holds least; of equals, whoever has waited longest. So what somebody
 * holds for long is held against nobody else. Every step is O(log n).
 *
 * @param <T> who takes turns; told apart by {@code equals}
 */
final class FairQueue<T> {

    private final TreeSet<Turn<T>> order =
            new TreeSet<>(Comparator.<Turn<T>>comparingInt(Turn::holds).thenComparingLong(Turn::since));
    private final Map<T, Turn<T>> wanted = new HashMap<>();
    private long count;

    /** It wants a turn, and holds so much; where it wanted one already and holds as much, it keeps its place. */
    void want(T who, int holds) {
        Turn<T> known = wanted.get(who);
        if (known == null || known.holds != holds) {
            leave(who);
            Turn<T> turn = new Turn<>(holds, count++, who);
            wanted.put(who, turn);
            order.add(turn);
        }
    }

    /** It wants no turn any more, or has had it. */
    void leave(T who) {
        Turn<T> known = wanted.remove(who);
        if (known != null) {
            order.remove(known);
        }
    }

    /** Whose turn it is; it still wants it. Null where nobody does. */
    @Nullable
    T next() {
        return order.isEmpty() ? null : order.first().who;
    }

    /** One that wants a turn. */
    private record Turn<T>(int holds, long since, T who) {}
}
