package io.ehloscope.scan;

import io.ehloscope.plan.Limits;
import java.net.InetAddress;
import java.time.Duration;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps what scans, and probes beside them that know nothing of the scan, may do only together: the manners of a plan
 * towards each address, and the number of connections of this program. An {@link SlotScheduler} keeps both within one scan by
 * itself; then nobody ever waits here. Thread-safe.
 */
public final class AddressGates {

    private final int mostConnections;
    private final AddressSlots<InetAddress> addresses;
    private final AddressSlots<AddressGates> all;

    /**
     * All are open.
     *
     * @param mostConnections at once, to whatever address, at least 1
     * @param timers measures the gaps between dialogues
     */
    public AddressGates(int mostConnections, Scheduler timers) {
        this.mostConnections = mostConnections;
        this.addresses = new AddressSlots<>(timers);
        this.all = new AddressSlots<>(timers);
    }

    /** The prober, which waits before each dialogue until the address may be spoken to, and for its place among all. */
    public Prober guarding(Prober prober, Limits limits) {
        return call -> addresses.pass(
                call.address().getAddress(),
                limits.perAddress(),
                limits.perAddressGap(),
                all.pass(this, mostConnections, Duration.ZERO, prober.attempt(call)));
    }
}
