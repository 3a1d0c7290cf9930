package io.ehloscope.scan;

import java.net.InetAddress;
import reactor.core.publisher.MonoSink;

/** The wait for one connection and, once granted, the right to it. Belongs to one {@link SlotScheduler}. */
final class Slot {

    final SlotScheduler owner;
    final SiteQueue site;
    final InetAddress address;
    final QueueTimes times = new QueueTimes();
    private final MonoSink<Slot> sink;
    private boolean held;
    private boolean cancelled;

    /** A slot for a connection to this address, which is emitted once it is granted. */
    Slot(SlotScheduler owner, SiteQueue site, InetAddress address, MonoSink<Slot> sink) {
        this.owner = owner;
        this.site = site;
        this.address = address;
        this.sink = sink;
    }

    /** Emits the slot: it is held from here on. */
    void grant() {
        held = true;
        sink.success(this);
    }

    /** Gives up a held slot; false if it is not held, or no longer. */
    boolean giveUp() {
        boolean wasHeld = held;
        held = false;
        return wasHeld;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
