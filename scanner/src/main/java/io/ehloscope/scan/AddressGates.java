package io.ehloscope.scan;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.inventory.Limits;
import java.net.InetAddress;
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
 * Keeps the manners of a plan towards each address, whoever speaks to it: a scan, and probes beside it that know nothing of
 * the scan. An {@link Agenda} keeps them within one scan by itself; then nobody ever waits here. Thread-safe.
 */
public final class AddressGates {

    private final Scheduler timers;
    private final Map<InetAddress, Gate> gates = new HashMap<>();

    /** All are open; {@code timers} measures the gaps between dialogues. */
    public AddressGates(Scheduler timers) {
        this.timers = timers;
    }

    /** The prober, which waits before each dialogue until the address may be spoken to. */
    public Prober guarding(Prober prober, Limits limits) {
        return call -> Mono.defer(() -> {
            InetAddress address = call.address().getAddress();
            Turn turn = new Turn(address, limits.perAddressGap());
            Mono<ProbeOutcome> dialogue = prober.dialogue(call);
            return (enter(turn, limits.perAddress())
                            ? dialogue
                            : turn.comes.asMono().then(dialogue))
                    .doFinally(end -> leave(turn));
        });
    }

    private synchronized boolean enter(Turn turn, int most) {
        Gate gate = gates.computeIfAbsent(turn.address, any -> new Gate());
        turn.isIn = gate.inside < most;
        if (turn.isIn) {
            gate.inside++;
        } else {
            gate.waiting.add(turn);
        }
        return turn.isIn;
    }

    private void leave(Turn turn) {
        if (turn.gap.isZero() || !isIn(turn)) {
            left(turn);
        } else {
            timers.schedule(() -> left(turn), turn.gap.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized boolean isIn(Turn turn) {
        return turn.isIn;
    }

    private void left(Turn turn) {
        Turn next = successor(turn);
        if (next != null) {
            next.comes.tryEmitEmpty();
        }
    }

    /** Who comes in the place of one that leaves; null for nobody. */
    private synchronized @Nullable Turn successor(Turn turn) {
        Gate gate = gates.get(turn.address);
        if (gate == null) {
            return null;
        }
        if (!turn.isIn) {
            gate.waiting.remove(turn);
            return null;
        }
        turn.isIn = false;
        Turn next = gate.waiting.poll();
        if (next != null) {
            next.isIn = true;
        } else if (--gate.inside == 0) {
            gates.remove(turn.address);
        }
        return next;
    }

    /** One address. */
    private static final class Gate {
        private final Queue<Turn> waiting = new ArrayDeque<>();
        private int inside;
    }

    /** One dialogue, from the moment at which it is wanted. Guarded by the gates. */
    private static final class Turn {
        private final InetAddress address;
        private final Duration gap;
        private final Sinks.Empty<ProbeOutcome> comes = Sinks.empty();
        private boolean isIn;

        Turn(InetAddress address, Duration gap) {
            this.address = address;
            this.gap = gap;
        }
    }
}
