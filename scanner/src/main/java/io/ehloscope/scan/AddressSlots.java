package io.ehloscope.scan;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of all scans that share it: how many there are to each address, and how many there are in total.
 * Scans, rechecks, probes, and the canary of a service run at the same time; together they keep the limit and the gap
 * per address, and the limit of the program. Times are nanoseconds. Thread-safe.
 */
public final class AddressSlots {

    private final int maxConnections;
    private final Map<InetAddress, Gate> gates = new HashMap<>();
    private final PriorityQueue<Closing> closings = new PriorityQueue<>(Comparator.comparingLong(Closing::until));
    private final Set<SlotScheduler> waitingForRoom = new LinkedHashSet<>();
    private int connections;

    /**
     * No connections yet.
     *
     * @param maxConnections at the same time, to all addresses together, at least 1
     */
    public AddressSlots(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    /** Whether a slot got its connection, and otherwise what it waits for. */
    enum Entry {
        /** The connection may be opened now. */
        ENTERED,
        /** The address has its maximum of connections; the slot's scheduler is notified when one is closed. */
        ADDRESS_FULL,
        /** The gap after the last connection to the address is not over; {@link #opensAt} is its end. */
        ADDRESS_CLOSED,
        /** The program has its maximum of connections; the slot's scheduler is notified when one is closed. */
        PROGRAM_FULL
    }

    /**
     * Counts a connection to the slot's address, if the limits allow it now.
     *
     * @param perAddress connections to the address at the same time, at least 1
     */
    synchronized Entry enter(Slot slot, int perAddress, long now) {
        Gate gate = gates.get(slot.address);
        if (gate != null && gate.connections >= perAddress) {
            gate.queue.add(slot);
            return Entry.ADDRESS_FULL;
        }
        if (gate != null && !gate.isOpen(now)) {
            return Entry.ADDRESS_CLOSED;
        }
        if (connections >= maxConnections) {
            waitingForRoom.add(slot.owner);
            return Entry.PROGRAM_FULL;
        }
        connections++;
        if (gate == null) {
            gate = new Gate();
            gates.put(slot.address, gate);
        }
        gate.connections++;
        return Entry.ENTERED;
    }

    /** When the gap of this address is over; now if it has none. */
    synchronized long opensAt(InetAddress address, long now) {
        Gate gate = gates.get(address);
        return gate == null || gate.isOpen(now) ? now : gate.opensAt;
    }

    /**
     * The slot's connection is closed.
     *
     * @param gap the time until the next connection to this address may be opened, in nanoseconds
     */
    void leave(Slot slot, long gap, long now) {
        Slot next;
        List<SlotScheduler> waiting;
        synchronized (this) {
            connections--;
            Gate gate = gates.get(slot.address);
            next = gate == null ? null : left(slot.address, gate, gap, now);
            forgetOpen(now);
            waiting = waitingForRoom.isEmpty() ? List.of() : List.copyOf(waitingForRoom);
            waitingForRoom.clear();
        }
        // Outside the lock: another scan may open a connection on this thread.
        wake(next);
        for (SlotScheduler each : waiting) {
            each.proceed();
        }
    }

    /** The slot does not want its connection any more, which it did not get yet. */
    void cancel(Slot slot) {
        Slot next = null;
        synchronized (this) {
            Gate gate = gates.get(slot.address);
            if (gate != null && !gate.queue.remove(slot)) {
                next = gate.queue.poll(); // the notification may have reached the cancelled slot instead
            }
        }
        wake(next);
    }

    private @Nullable Slot left(InetAddress address, Gate gate, long gap, long now) {
        gate.connections--;
        if (gap > 0) {
            gate.closeUntil(now + gap);
            closings.add(new Closing(address, now + gap));
        }
        Slot next = gate.queue.poll();
        if (next == null && gate.isUnused(now)) {
            gates.remove(address);
        }
        return next;
    }

    private void forgetOpen(long now) {
        for (Closing first = closings.peek(); first != null && first.until - now <= 0; first = closings.peek()) {
            closings.remove();
            Gate gate = gates.get(first.address);
            if (gate != null && gate.isUnused(now)) {
                gates.remove(first.address);
            }
        }
    }

    private static void wake(@Nullable Slot slot) {
        if (slot != null) {
            slot.owner.retry(slot);
        }
    }

    /** One address: its connections, and the slots that wait for one of them to be closed. */
    private static final class Gate {
        final Queue<Slot> queue = new ArrayDeque<>(1);
        int connections;
        private boolean closed;
        private long opensAt;

        void closeUntil(long until) {
            if (!closed || until - opensAt > 0) {
                closed = true;
                opensAt = until;
            }
        }

        boolean isOpen(long now) {
            return !closed || opensAt - now <= 0;
        }

        boolean isUnused(long now) {
            return connections == 0 && queue.isEmpty() && isOpen(now);
        }
    }

    /** The end of a gap. */
    private record Closing(InetAddress address, long until) {}
}
