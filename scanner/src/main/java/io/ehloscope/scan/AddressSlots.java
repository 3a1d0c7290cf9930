package io.ehloscope.scan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Lets no more than so many in at once behind each key; the others wait, whoever came first being the next. Thread-safe.
 *
 * @param <K> told apart by {@code equals}
 */
final class AddressSlots<K> {

    private final Scheduler timers;
    private final Map<K, Gate<K>> gates = new HashMap<>();

    /** Nobody is in; {@code timers} measures the gaps behind those who leave. */
    AddressSlots(Scheduler timers) {
        this.timers = timers;
    }

    /**
     * The work, begun once there is room.
     *
     * @param most at once behind this key, at least 1
     * @param gap for so long the room of one that has left stays empty
     */
    <T> Mono<T> pass(K key, int most, Duration gap, Mono<T> work) {
        return Mono.defer(() -> {
            Turn<K> turn = new Turn<>(key, gap);
            return (enter(turn, most) ? work : turn.comes.asMono().then(work)).doFinally(end -> leave(turn));
        });
    }

    private synchronized boolean enter(Turn<K> turn, int most) {
        Gate<K> gate = gates.computeIfAbsent(turn.key, any -> new Gate<>());
        turn.isIn = gate.inside < most;
        if (turn.isIn) {
            gate.inside++;
        } else {
            gate.waiting.add(turn);
        }
        return turn.isIn;
    }

    private void leave(Turn<K> turn) {
        if (turn.gap.isZero() || !isIn(turn)) {
            left(turn);
        } else {
            timers.schedule(() -> left(turn), turn.gap.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized boolean isIn(Turn<K> turn) {
        return turn.isIn;
    }

    private void left(Turn<K> turn) {
        Turn<K> next = successor(turn);
        if (next != null) {
            next.comes.tryEmitEmpty();
        }
    }

    /** Who comes in the place of one that leaves; null for nobody. */
    private synchronized @Nullable Turn<K> successor(Turn<K> turn) {
        Gate<K> gate = gates.get(turn.key);
        if (gate == null) {
            return null;
        }
        if (!turn.isIn) {
            gate.waiting.remove(turn);
            return null;
        }
        turn.isIn = false;
        Turn<K> next = gate.waiting.poll();
        if (next != null) {
            next.isIn = true;
        } else if (--gate.inside == 0) {
            gates.remove(turn.key);
        }
        return next;
    }

    /** One key. */
    private static final class Gate<K> {
        private final Queue<Turn<K>> waiting = new ArrayDeque<>();
        private int inside;
    }

    /** One piece of work, from the moment at which it is wanted. Guarded by the gates. */
    private static final class Turn<K> {
        private final K key;
        private final Duration gap;
        private final Sinks.Empty<Void> comes = Sinks.empty();
        private boolean isIn;

        Turn(K key, Duration gap) {
            this.key = key;
            this.gap = gap;
        }
    }
}
