package io.ehloscope.scan;

import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Target;
import io.ehloscope.time.TimeSource;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides which connection of a scan is next. The site with the fewest slots comes first, so that a site whose servers
 * hold their slots for a long time, because they greet late or never answer, gets no more than its share and delays
 * only itself. A probe that waits, for its address or for its next round, holds no slot. Every step is O(log n) in the
 * number of sites.
 *
 * <p>Times are nanoseconds. Not thread-safe, except for {@link #retry} and {@link #proceed}: everything else runs in
 * the events of the scan ({@link SerialExecutor}), which end with {@link #drain}.
 */
final class SlotScheduler {

    private final Limits limits;
    private final TimeSource time;
    private final Consumer<Runnable> events;
    private final AddressSlots addresses;
    private final Pacer pacer;
    private final OverloadBackoff shortage;
    private final Map<String, SiteQueue> sites = new LinkedHashMap<>();
    private final FairQueue<SiteQueue> toBegin = new FairQueue<>();
    private final FairQueue<SiteQueue> withReady = new FairQueue<>();
    private final Map<InetAddress, Long> deferred = new HashMap<>();
    private final TimedEvents timed;
    private int inFlight;
    private int sitesHeld;
    private @Nullable Long resumesAt;
    private boolean programFull;

    /**
     * A scheduler for the targets of a plan, none of which has begun.
     *
     * @param addresses the connections of all scans that run at the same time
     * @param shortage no slot is granted while it pauses
     * @param timed the events of the scan that are due later
     * @param events runs an event of the scan
     */
    SlotScheduler(
            Limits limits,
            List<Target> targets,
            AddressSlots addresses,
            OverloadBackoff shortage,
            TimeSource time,
            TimedEvents timed,
            Consumer<Runnable> events) {
        this.limits = limits;
        this.addresses = addresses;
        this.pacer = new Pacer(limits.connectsPerSecond());
        this.shortage = shortage;
        this.time = time;
        this.timed = timed;
        this.events = events;
        for (Target target : targets) {
            sites.computeIfAbsent(target.site(), name -> new SiteQueue(limits.perSite()))
                    .targets
                    .add(target);
        }
        sites.values().forEach(site -> toBegin.want(site, 0));
    }

    /** The next target to begin; null while enough targets of every site that has more wait for their first slot. */
    @Nullable
    Target begin() {
        SiteQueue site = toBegin.next();
        if (site == null || site.begun >= limits.perSite()) {
            return null; // the other sites have begun at least as many
        }
        Target target = site.targets.remove();
        site.begun++;
        toBegin.leave(site);
        wantToBegin(site);
        return target;
    }

    /** A target of this site no longer waits for its first slot. */
    void noLongerBegun(Target target) {
        SiteQueue site = site(target);
        site.begun--;
        wantToBegin(site);
    }

    /** A target of this site waits for its first slot again. */
    void begunAgain(Target target) {
        SiteQueue site = site(target);
        site.begun++;
        wantToBegin(site);
    }

    /** Removes and returns the next target that has not begun, in no fair order; null if there is none. */
    @Nullable
    Target abandon() {
        SiteQueue site = toBegin.next();
        if (site == null) {
            return null;
        }
        Target target = site.targets.remove();
        if (site.targets.isEmpty()) {
            toBegin.leave(site);
        }
        return target;
    }

    /**
     * A slot for a connection to this address of the target, as soon as all limits allow it. While it waits, it takes
     * no slot from others. If the subscription is cancelled, others take its place.
     */
    Mono<Slot> acquire(Target target, InetAddress address) {
        return Mono.create(sink -> {
            Slot slot = new Slot(this, site(target), address, sink);
            sink.onCancel(() -> {
                slot.cancel();
                addresses.cancel(slot);
            });
            ready(slot, now());
        });
    }

    /** Grants every slot that the limits allow now. */
    void drain(long now) {
        for (Slot slot = next(now); slot != null; slot = next(now)) {
            slot.grant();
        }
    }

    /** The slot's connection is closed; false if the slot was released before. */
    boolean release(Slot slot, long now) {
        if (!slot.giveUp()) {
            return false;
        }
        inFlight--;
        slot.site.inFlight--;
        addresses.leave(slot, limits.perAddressGap().toNanos(), now);
        wantSlot(slot.site);
        return true;
    }

    /** A temporary rejection: until then this scan does not connect to the address, and connects less to its site. */
    void rejectedTemporarily(Slot slot, long now, long until) {
        deferred.merge(slot.address, until, (a, b) -> a - b > 0 ? a : b);
        slot.site.rejectedTemporarily(now, until);
        wantSlot(slot.site);
    }

    /** The server did not reject the connection temporarily. */
    void accepted(Slot slot) {
        slot.site.accepted();
        wantSlot(slot.site);
    }

    /** The slot's address has room again. Thread-safe. */
    void retry(Slot slot) {
        events.accept(() -> ready(slot, now()));
    }

    /** The program has room for more connections. Thread-safe. */
    void proceed() {
        events.accept(() -> {});
    }

    /** The limit that a slot waits for after {@link #drain}; null if none waits for a limit. */
    @Nullable
    ScanLimit heldBy(long now) {
        if (withReady.next() == null) {
            return sitesHeld > 0 ? ScanLimit.PER_SITE : null;
        }
        int ceiling = shortage.ceiling(now);
        if (ceiling < limits.concurrency() || shortage.isPausing(now)) {
            return ScanLimit.SHORTAGE;
        }
        return inFlight < ceiling && !programFull ? ScanLimit.CONNECTS_PER_SECOND : ScanLimit.CONCURRENCY;
    }

    /** How many connections are open or being opened. */
    int inFlight() {
        return inFlight;
    }

    /** When the next slot can be granted, if that needs no event but the time; otherwise null. */
    @Nullable
    Long resumesAt() {
        return resumesAt;
    }

    private void ready(Slot slot, long now) {
        slot.times.forSlot(now);
        slot.site.ready.add(slot);
        wantSlot(slot.site);
    }

    private @Nullable Slot next(long now) {
        resumesAt = null;
        programFull = false;
        while (inFlight < shortage.ceiling(now)) {
            SiteQueue site = withReady.next();
            if (site == null) {
                return null;
            }
            if (shortage.isPausing(now) || pacer.next() > now) {
                resumesAt = shortage.isPausing(now) ? shortage.pausedUntil() : pacer.next();
                return null;
            }
            withReady.leave(site);
            Slot slot = firstThatEnters(site, now);
            if (slot != null) {
                pacer.tryTake(now);
                inFlight++;
                site.inFlight++;
                wantSlot(site);
                return slot;
            }
            if (programFull) {
                wantSlot(site);
                return null;
            }
        }
        return null;
    }

    /** The site's first slot whose address has room; those before it wait for their address. */
    private @Nullable Slot firstThatEnters(SiteQueue site, long now) {
        while (!site.ready.isEmpty() && !programFull) {
            Slot slot = site.ready.remove();
            if (!slot.isCancelled() && enters(slot, now)) {
                return slot;
            }
        }
        return null;
    }

    private boolean enters(Slot slot, long now) {
        Long until = deferred.get(slot.address);
        if (until != null && until - now > 0) {
            waitUntil(until, slot, now);
            return false;
        }
        if (until != null) {
            deferred.remove(slot.address);
        }
        AddressSlots.Entry entry = addresses.enter(slot, limits.perAddress(), now);
        switch (entry) {
            case ENTERED -> {}
            case ADDRESS_FULL -> slot.times.forAddress(now);
            case ADDRESS_CLOSED -> waitUntil(addresses.opensAt(slot.address, now), slot, now);
            case PROGRAM_FULL -> {
                programFull = true;
                slot.site.ready.addFirst(slot);
            }
        }
        return entry == AddressSlots.Entry.ENTERED;
    }

    private void waitUntil(long until, Slot slot, long now) {
        slot.times.forAddress(now);
        timed.add(until, () -> ready(slot, until));
    }

    private void wantToBegin(SiteQueue site) {
        countHeld(site);
        if (!site.targets.isEmpty()) {
            toBegin.want(site, site.begun);
        }
    }

    private void wantSlot(SiteQueue site) {
        countHeld(site);
        if (site.ready.isEmpty() || site.isFull()) {
            withReady.leave(site);
        } else {
            withReady.want(site, site.inFlight);
        }
    }

    private void countHeld(SiteQueue site) {
        boolean wasHeld = site.isHeld;
        site.isHeld = site.isFull() && !(site.ready.isEmpty() && site.targets.isEmpty());
        sitesHeld += (site.isHeld ? 1 : 0) - (wasHeld ? 1 : 0);
    }

    private SiteQueue site(Target target) {
        return Objects.requireNonNull(sites.get(target.site()));
    }

    private long now() {
        return time.nanos().getAsLong();
    }
}
