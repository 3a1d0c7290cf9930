package io.ehloscope.scan;

import io.ehloscope.inventory.Limits;
import io.ehloscope.plan.Target;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who is next. Sites take turns, so that one that answers slowly delays only itself; a leg that waits, for its address or
 * for its next round, holds no slot. Every step is O(1) but for sites that are full, which are passed over.
 *
 * <p>A plain data structure: time comes as an argument (nanoseconds), and whoever owns it calls it from one thread at a
 * time.
 */
final class Agenda {

    private final Limits limits;
    private final Pacer pacer;
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Deque<Site> toBegin = new ArrayDeque<>();
    private final Deque<Site> withReady = new ArrayDeque<>();
    private final Map<InetAddress, Gate> gates = new HashMap<>();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::number));
    private int inFlight;
    private long waits;
    private boolean paced;

    /** All targets are still to be begun, in this order within each site. */
    Agenda(Limits limits, List<Target> targets) {
        this.limits = limits;
        this.pacer = new Pacer(limits.connectsPerSecond());
        for (Target target : targets) {
            sites.computeIfAbsent(target.site(), name -> new Site()).targets.add(target);
        }
        toBegin.addAll(sites.values());
    }

    /** The next target to begin; null while every site that has one left has enough that wait for their first slot. */
    @Nullable
    Target begin() {
        for (int i = toBegin.size(); i > 0; i--) {
            Site site = toBegin.remove();
            if (site.begun < limits.perSite()) {
                Target target = site.targets.remove();
                site.begun++;
                if (!site.targets.isEmpty()) {
                    toBegin.add(site);
                }
                return target;
            }
            toBegin.add(site);
        }
        return null;
    }

    /** A target of this site waits no more for its first slot. */
    void noLongerBegun(Target target) {
        site(target).begun--;
    }

    /** A target of this site waits for its first slot again. */
    void begunAgain(Target target) {
        site(target).begun++;
    }

    /** Takes the next target that was never begun, in no fair order; for giving up. */
    @Nullable
    Target abandon() {
        Site site = toBegin.peek();
        if (site == null) {
            return null;
        }
        Target target = site.targets.remove();
        if (site.targets.isEmpty()) {
            toBegin.remove();
        }
        return target;
    }

    /** This leg wants a slot. */
    void ready(Leg leg) {
        Site site = site(leg.target());
        site.ready.add(leg);
        announce(site);
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
    Leg admit(long now) {
        paced = false;
        for (int i = withReady.size(); i > 0 && inFlight < limits.concurrency(); i--) {
            if (pacer.next() > now) {
                paced = true;
                return null;
            }
            Site site = withReady.remove();
            Leg leg = site.inFlight < limits.perSite() ? firstWithFreeAddress(site, now) : null;
            site.announced = false;
            if (!site.ready.isEmpty()) {
                announce(site);
            }
            if (leg != null) {
                pacer.tryTake(now);
                inFlight++;
                site.inFlight++;
                gate(leg).inFlight++;
                return leg;
            }
        }
        return null;
    }

    /** The leg's connection is closed; its slot is free. */
    void release(Leg leg, long now) {
        inFlight--;
        Site site = site(leg.target());
        site.inFlight--;
        Gate gate = gate(leg);
        gate.inFlight--;
        gate.freeAt = now + limits.perAddressGap().toNanos();
        Leg next = gate.queue.poll();
        if (next != null) {
            ready(next);
        } else if (gate.inFlight == 0 && limits.perAddressGap().isZero()) {
            gates.remove(leg.address().getAddress());
        }
    }

    /** How many connections are open or being opened. */
    int inFlight() {
        return inFlight;
    }

    /** When time alone will bring something to do; null where only an event can. */
    @Nullable
    Long nextWake() {
        Waiting first = waiting.peek();
        if (!paced) {
            return first == null ? null : first.due;
        }
        return first == null ? pacer.next() : Long.valueOf(Math.min(first.due, pacer.next()));
    }

    /** The site's first ready leg whose address may be spoken to; those before it are put where they wait. */
    private @Nullable Leg firstWithFreeAddress(Site site, long now) {
        for (Leg leg = site.ready.poll(); leg != null; leg = site.ready.poll()) {
            Gate gate = gate(leg);
            Leg candidate = leg;
            if (gate.inFlight >= limits.perAddress()) {
                gate.queue.add(leg);
            } else if (gate.freeAt != null && gate.freeAt - now > 0) {
                later(gate.freeAt, () -> ready(candidate));
            } else {
                return leg;
            }
        }
        return null;
    }

    private void announce(Site site) {
        if (!site.announced) {
            site.announced = true;
            withReady.add(site);
        }
    }

    private Gate gate(Leg leg) {
        return gates.computeIfAbsent(leg.address().getAddress(), address -> new Gate());
    }

    private Site site(Target target) {
        return sites.computeIfAbsent(target.site(), name -> new Site());
    }

    /** One site's part. */
    private static final class Site {
        final Deque<Target> targets = new ArrayDeque<>();
        final Deque<Leg> ready = new ArrayDeque<>();
        int begun;
        int inFlight;
        boolean announced;
    }

    /** One address: whoever is spoken to now, and whoever waits for it. */
    private static final class Gate {
        final Deque<Leg> queue = new ArrayDeque<>(1);
        int inFlight;

        @Nullable
        Long freeAt;
    }

    /** Something that time will bring. */
    private record Waiting(long due, long number, Runnable what) {}
}
