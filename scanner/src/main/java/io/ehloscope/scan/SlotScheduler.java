package io.ehloscope.scan;

import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Target;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who is next. The site that holds the fewest slots has its turn, so that one whose servers hold theirs for long, because
 * they greet late or never answer, gets no more than its share and delays only itself; a leg that waits, for its address or
 * for its next round, holds no slot. Every step is O(log n) in the number of sites.
 *
 * <p>A plain data structure: time comes as an argument (nanoseconds), and whoever owns it calls it from one thread at a
 * time.
 */
final class SlotScheduler {

    private final Limits limits;
    private final Pacer pacer;
    private final OverloadBackoff shortage;
    private final Map<String, SiteQueue> sites = new LinkedHashMap<>();
    private final FairQueue<SiteQueue> toBegin = new FairQueue<>();
    private final FairQueue<SiteQueue> withReady = new FairQueue<>();
    private final Map<InetAddress, Gate> gates = new HashMap<>();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::number));
    private int inFlight;
    private int heldSites;
    private long waits;
    private @Nullable Long held;

    /** All targets are still to be begun, in this order within each site; nothing is admitted while a shortage pauses. */
    SlotScheduler(Limits limits, OverloadBackoff shortage, List<Target> targets) {
        this.limits = limits;
        this.pacer = new Pacer(limits.connectsPerSecond());
        this.shortage = shortage;
        for (Target target : targets) {
            sites.computeIfAbsent(target.site(), name -> new SiteQueue(limits.perSite()))
                    .targets
                    .add(target);
        }
        sites.values().forEach(site -> toBegin.want(site, 0));
    }

    /** The next target to begin; null while every site that has one left has enough that wait for their first slot. */
    @Nullable
    Target begin() {
        SiteQueue site = toBegin.next();
        if (site == null || site.begun >= limits.perSite()) {
            return null; // the others have begun no less
        }
        Target target = site.targets.remove();
        site.begun++;
        toBegin.leave(site);
        wantToBegin(site);
        return target;
    }

    /** A target of this site waits no more for its first slot. */
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

    /** Takes the next target that was never begun, in no fair order; for giving up. */
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

    /** This leg wants a slot. */
    void ready(AddressProbe addressProbe, long now) {
        addressProbe.waits().forSlot(now);
        SiteQueue site = site(addressProbe.target());
        site.ready.add(addressProbe);
        wantSlot(site);
    }

    /** Something is to happen at its time, or soon after. */
    void later(long due, Runnable what) {
        waiting.add(new Waiting(due, waits++, what));
    }

    /** What was due by now, one at a time. */
    @Nullable
    Runnable due(long now) {
        Waiting first = waiting.peek();
        if (first == null || first.due - now > 0) {
            return null;
        }
        return waiting.remove().what;
    }

    /** The next leg that may open a connection now; it has a slot from here on. */
    @Nullable
    AddressProbe admit(long now) {
        held = null;
        while (inFlight < shortage.ceiling(now)) {
            SiteQueue site = withReady.next();
            if (site == null) {
                return null;
            }
            if (shortage.isPausing(now) || pacer.next() > now) {
                held = shortage.isPausing(now) ? shortage.pausedUntil() : pacer.next();
                return null;
            }
            withReady.leave(site);
            AddressProbe addressProbe = firstWithFreeAddress(site, now);
            if (addressProbe != null) {
                pacer.tryTake(now);
                inFlight++;
                site.inFlight++;
                gate(addressProbe).inFlight++;
                wantSlot(site);
                return addressProbe;
            }
        }
        return null;
    }

    /** The leg's connection is closed; its slot is free. */
    void release(AddressProbe addressProbe, long now) {
        inFlight--;
        SiteQueue site = site(addressProbe.target());
        site.inFlight--;
        Gate gate = gate(addressProbe);
        gate.inFlight--;
        gate.closeUntil(now + limits.perAddressGap().toNanos());
        AddressProbe next = gate.queue.poll();
        if (next != null) {
            ready(next, now);
        } else if (gate.inFlight == 0 && gate.isOpen(now)) {
            gates.remove(addressProbe.address().getAddress());
        }
        wantSlot(site);
    }

    /** The leg's server said "later": its address is left alone until then, and its site spoken to by fewer at once. */
    void turnedAway(AddressProbe addressProbe, long now, long until) {
        gate(addressProbe).closeUntil(until);
        SiteQueue site = site(addressProbe.target());
        site.turnedAway(now, until);
        wantSlot(site);
    }

    /** The leg's server did not turn us away. */
    void letThrough(AddressProbe addressProbe) {
        SiteQueue site = site(addressProbe.target());
        site.letThrough();
        wantSlot(site);
    }

    /** What keeps a leg from its slot that could have one, after all that can be were admitted; null where none is kept. */
    @Nullable
    ScanLimit heldBy(long now) {
        if (withReady.next() == null) {
            return heldSites > 0 ? ScanLimit.PER_SITE : null;
        }
        int ceiling = shortage.ceiling(now);
        if (ceiling < limits.concurrency() || shortage.isPausing(now)) {
            return ScanLimit.SHORTAGE;
        }
        return inFlight < ceiling ? ScanLimit.CONNECTS_PER_SECOND : ScanLimit.CONCURRENCY;
    }

    /** How many connections are open or being opened. */
    int inFlight() {
        return inFlight;
    }

    /** When time alone will bring something to do; null where only an event can. */
    @Nullable
    Long nextWake() {
        Waiting first = waiting.peek();
        Long due = first == null ? null : Long.valueOf(first.due);
        Long until = held;
        return due == null || (until != null && until - due < 0) ? until : due;
    }

    /** The site's first ready leg whose address may be spoken to; those before it are put where they wait. */
    private @Nullable AddressProbe firstWithFreeAddress(SiteQueue site, long now) {
        for (AddressProbe addressProbe = site.ready.poll(); addressProbe != null; addressProbe = site.ready.poll()) {
            Gate gate = gate(addressProbe);
            AddressProbe candidate = addressProbe;
            if (gate.inFlight >= limits.perAddress()) {
                addressProbe.waits().forAddress(now);
                gate.queue.add(addressProbe);
            } else if (!gate.isOpen(now)) {
                long free = gate.freeAt;
                addressProbe.waits().forAddress(now);
                later(free, () -> ready(candidate, free));
            } else {
                return addressProbe;
            }
        }
        return null;
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
        boolean isHeld = site.isFull() && !(site.ready.isEmpty() && site.targets.isEmpty());
        if (isHeld != site.isHeld) {
            site.isHeld = isHeld;
            heldSites += isHeld ? 1 : -1;
        }
    }

    private Gate gate(AddressProbe addressProbe) {
        return gates.computeIfAbsent(addressProbe.address().getAddress(), address -> new Gate());
    }

    private SiteQueue site(Target target) {
        return Objects.requireNonNull(sites.get(target.site()));
    }

    /** One address: whoever is spoken to now, and whoever waits for it. */
    private static final class Gate {
        final Deque<AddressProbe> queue = new ArrayDeque<>(1);
        int inFlight;
        private boolean closed;
        private long freeAt;

        /** Closes it until then, unless it is closed for longer already. */
        void closeUntil(long until) {
            if (!closed || until - freeAt > 0) {
                closed = true;
                freeAt = until;
            }
        }

        boolean isOpen(long now) {
            return !closed || freeAt - now <= 0;
        }
    }

    /** Something that time will bring. */
    private record Waiting(long due, long number, Runnable what) {}
}
