package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Reason;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Settings.ResolveMode;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.result.TargetResult;
import io.ehloscope.time.TimeSource;
import io.ehloscope.time.WakeupTimer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One scan while it runs. Everything that happens (a lookup or a dialogue has ended, a timer has expired, more results
 * are requested) is an event, and events run {@link SerialExecutor one at a time}. So the state of the scan is
 * single-threaded without a lock, on the thread of the last event.
 */
final class ScanExecution {

    private final ResolvedPlan resolvedPlan;
    private final Resolver resolver;
    private final TimeSource time;
    private final ScanObserver observer;
    private final FluxSink<TargetResult> sink;
    private final OverloadMonitor overload;
    private final SlotScheduler slots;
    private final AddressProber prober;
    private final ThrottleTimes throttleTimes;
    private final WakeupTimer wakeup;
    private final OpenTargets openTargets;
    private final Sinks.Many<Wanted> wanted = Sinks.many().unicast().onBackpressureBuffer();
    private final TimedEvents timed = new TimedEvents();
    private final Disposable.Swap lookups = Disposables.swap();

    private final SerialExecutor events = new SerialExecutor(this::advance, this::fail, this::relieve);
    private final Scheduler serial = Schedulers.fromExecutor(events::run);

    ScanExecution(ResolvedPlan resolvedPlan, Scan.Parts parts, FluxSink<TargetResult> sink) {
        this.resolvedPlan = resolvedPlan;
        this.resolver = parts.resolver();
        this.time = parts.time();
        this.observer = parts.observer();
        this.sink = sink;
        this.wakeup = new WakeupTimer(time, () -> events.run(this::woken));
        List<Target> targets = resolvedPlan.plan().targets();
        Limits limits = resolvedPlan.plan().limits();
        OverloadBackoff shortage = new OverloadBackoff(limits.concurrency());
        this.overload = new OverloadMonitor(parts.lag(), shortage, observer, parts.shortages(), now());
        this.slots = new SlotScheduler(limits, targets, parts.addresses(), shortage, time, timed, events::run);
        this.throttleTimes = new ThrottleTimes(observer);
        ResultAssembler assembler =
                new ResultAssembler(parts.assess(), time.clock().instant());
        this.openTargets = new OpenTargets(targets.size(), assembler, sink::next);
        this.prober =
                new AddressProber(parts, resolvedPlan.plan().ehloName(), slots, overload, openTargets, timed, serial);
        lookups.update(wanted.asFlux()
                .flatMap(this::lookUp, Resolver.MAX_IN_FLIGHT, 1)
                .subscribe(none -> {}, this::failLater));
    }

    /** Begins, or continues when more results are requested. */
    void proceed() {
        events.run(() -> {});
    }

    /** Ends the scan at once, with the results so far; targets without one are skipped. */
    void stop() {
        events.run(this::giveUp);
    }

    /** The results are no longer wanted: closes every connection. */
    void cancel() {
        events.run(this::end);
    }

    private void relieve(Runnable rest) {
        time.timers().schedule(rest);
    }

    private void woken() {
        wakeup.off();
    }

    private void advance() {
        long now = now();
        overload.checkLag(now, slots.inFlight());
        for (Runnable due = timed.due(now); due != null; due = timed.due(now)) {
            due.run();
        }
        while (openTargets.atWork() < sink.requestedFromDownstream()) {
            Target target = slots.begin();
            if (target == null) {
                break;
            }
            begin(new TargetProbe(target));
        }
        slots.drain(now);
        throttleTimes.by(slots.heldBy(now), now);
        if (openTargets.isEmpty()) {
            end();
            sink.complete();
        } else {
            wakeAt(timed.next(), now);
            wakeAt(slots.resumesAt(), now);
        }
    }

    private void wakeAt(@Nullable Long time, long now) {
        if (time != null) {
            wakeup.set(time, now);
        }
    }

    private void begin(TargetProbe probe) {
        openTargets.begin(probe);
        Failure known = resolvedPlan.failures().get(probe.target().id());
        String refusal =
                resolvedPlan.plan().refusal(probe.target(), time.clock().instant());
        if (refusal != null) {
            probe.ruledOut(refusal);
            finish(probe);
        } else if (known != null) {
            probe.starts(time.clock(), now());
            probe.attempted();
            probe.lookupFailed(new Failed(known, Observation.NOTHING));
            finish(probe);
        } else if (probe.target().kind() == Target.Kind.ADDRESS) {
            probeAllowed(probe, List.of(probe.target().address()));
        } else {
            wantLookup(probe);
        }
    }

    private void wantLookup(TargetProbe probe) {
        wanted.emitNext(new Wanted(probe, now()), Sinks.EmitFailureHandler.FAIL_FAST);
    }

    private Mono<Void> lookUp(Wanted lookup) {
        long began = now();
        Target target = lookup.probe.target();
        observer.waited(ScanQueue.LOOKUP, Duration.ofNanos(began - lookup.since));
        lookup.probe.starts(time.clock(), began);
        return resolver.addresses(target.host(), target.settings().timeouts().dns())
                .publishOn(serial)
                .doOnNext(found -> lookedUp(lookup.probe, found, began))
                .then();
    }

    private void lookedUp(TargetProbe probe, Lookup<InetAddress> lookup, long began) {
        long now = now();
        Duration took = Duration.ofNanos(now - began);
        observer.lookedUp(took);
        if (lookup instanceof Lookup.Found<InetAddress> found) {
            probe.lookupTook(took);
            probeAllowed(probe, found.values());
            return;
        }
        Failure failure =
                NextStep.withoutOwnLag(((Lookup.Missing<InetAddress>) lookup).failure(), overload.lagSince(began));
        boolean ours = failure.reason() == Reason.OVERLOADED;
        if (ours && overload.waitsOut(now, slots.inFlight(), failure.detail())) {
            timed.add(now + OverloadBackoff.FIRST_PAUSE.toNanos(), () -> wantLookup(probe));
            return;
        }
        probe.attempted();
        probe.lookupFailed(new Failed(failure, ResultAssembler.timedLookup(took)));
        int rounds = probe.lookupRoundFailed();
        if (ours || !RetryPolicy.again(probe.target().settings().retry(), rounds, failure)) {
            finish(probe);
            return;
        }
        stopsWaitingForFirstSlot(probe);
        long due = now + prober.backoff(probe, rounds).toNanos();
        observer.retryScheduled(failure.reason());
        run(probe, prober.rest(probe, due), () -> {
            slots.begunAgain(probe.target());
            probe.waitsForFirstSlot();
            wantLookup(probe);
        });
    }

    /** Probes the addresses that are not excluded. */
    private void probeAllowed(TargetProbe probe, List<InetAddress> found) {
        AllowedAddresses allowed = AllowedAddresses.of(found, resolvedPlan.plan(), probe.target());
        if (allowed.addresses().isEmpty()) {
            probe.ruledOut(allowed.inWords());
            finish(probe);
            return;
        }
        if (allowed.addresses().size() < found.size()) {
            probe.leavesOut(allowed.inWords());
        }
        probe(probe, allowed.addresses());
    }

    private void probe(TargetProbe probe, List<InetAddress> addresses) {
        boolean all = probe.target().settings().resolve() == ResolveMode.ALL;
        List<AddressProbe> chains = all
                ? addresses.stream()
                        .map(each -> new AddressProbe(probe.target(), List.of(each)))
                        .toList()
                : List.of(new AddressProbe(probe.target(), addresses));
        probe.addressProbes(chains);
        Mono<Void> done = chains.size() == 1
                ? prober.probe(probe, 0)
                : Flux.range(0, chains.size())
                        .flatMap(index -> prober.probe(probe, index), chains.size())
                        .then();
        run(probe, done, () -> finish(probe));
    }

    private void run(TargetProbe probe, Mono<Void> work, Runnable then) {
        probe.running(work.then(Mono.fromRunnable(then)).subscribe(none -> {}, this::failLater));
    }

    private void stopsWaitingForFirstSlot(TargetProbe probe) {
        if (probe.stopsWaitingForFirstSlot()) {
            slots.noLongerBegun(probe.target());
        }
    }

    private void finish(TargetProbe probe) {
        stopsWaitingForFirstSlot(probe);
        openTargets.finish(probe, now());
    }

    private void giveUp() {
        openTargets.giveUp(slots::abandon, now());
        end();
        sink.complete();
    }

    private void failLater(Throwable bug) {
        events.run(() -> fail(bug));
    }

    private void fail(Throwable bug) {
        end();
        sink.error(bug);
    }

    private void end() {
        events.end();
        lookups.dispose();
        openTargets.closeAll();
        throttleTimes.by(null, now());
        wakeup.off();
    }

    private long now() {
        return time.nanos().getAsLong();
    }

    /** A lookup that waits for its place among those in flight since this time, in nanoseconds. */
    private record Wanted(TargetProbe probe, long since) {}
}
