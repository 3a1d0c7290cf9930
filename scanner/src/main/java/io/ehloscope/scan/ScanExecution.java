package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Reason;
import io.ehloscope.plan.Retry;
import io.ehloscope.plan.Settings.ResolveMode;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.result.TargetResult;
import io.ehloscope.time.TimeSource;
import io.ehloscope.time.WakeupTimer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.FluxSink;

/**
 * One scan while it runs. Whatever happens (a lookup or a dialogue ended, time has come, more is asked for) is an event, and
 * events are run {@link SerialExecutor one at a time}: so everything here is single-threaded without a lock, on the thread of
 * whatever happened last.
 */
final class ScanExecution {

    private final ResolvedPlan resolvedPlan;
    private final Prober prober;
    private final TimeSource time;
    private final DoubleSupplier random;
    private final ScanObserver observer;
    private final FluxSink<TargetResult> sink;
    private final OverloadMonitor overload;
    private final SlotScheduler slots;
    private final ThrottleTimes throttleTimes;
    private final Lookups lookups;
    private final WakeupTimer alarm;

    private final SerialExecutor events = new SerialExecutor(this::advance, this::fail, this::relieved);
    private final OpenTargets openTargets;

    ScanExecution(ResolvedPlan resolvedPlan, Scan.Parts parts, FluxSink<TargetResult> sink) {
        this.resolvedPlan = resolvedPlan;
        this.prober = parts.prober();
        this.time = parts.time();
        this.random = parts.random();
        this.observer = parts.observer();
        this.sink = sink;
        this.alarm = new WakeupTimer(time, () -> events.run(this::rung));
        OverloadBackoff shortage =
                new OverloadBackoff(resolvedPlan.plan().limits().concurrency());
        this.overload = new OverloadMonitor(parts.lateness(), shortage, observer, parts.shortages(), now());
        this.slots = new SlotScheduler(
                resolvedPlan.plan().limits(), shortage, resolvedPlan.plan().targets());
        this.throttleTimes = new ThrottleTimes(observer);
        this.lookups = new Lookups(parts.resolver(), time, events::run, bug -> events.run(() -> fail(bug)), observer);
        ResultAssembler assembler = new ResultAssembler(parts.assess(), time.today());
        this.openTargets = new OpenTargets(resolvedPlan.plan().targets().size(), assembler, observer, sink::next);
    }

    /** Begins, or goes on where more results are asked for. */
    void proceed() {
        events.run(() -> {});
    }

    /** Ends the scan at once, with what is known; the rest is skipped. */
    void stop() {
        events.run(this::giveUp);
    }

    /** Nobody wants the results any more: closes every connection. */
    void cancel() {
        events.run(this::end);
    }

    private void relieved(Runnable rest) {
        time.timers().schedule(rest);
    }

    private void rung() {
        alarm.off();
    }

    private void advance() {
        long now = now();
        overload.keepTime(now, slots.inFlight());
        for (Runnable due = slots.due(now); due != null; due = slots.due(now)) {
            due.run();
        }
        while (openTargets.atWork() < sink.requestedFromDownstream()) {
            Target target = slots.begin();
            if (target == null) {
                break;
            }
            begin(new TargetProbe(target));
        }
        for (AddressProbe addressProbe = slots.admit(now); addressProbe != null; addressProbe = slots.admit(now)) {
            dial(addressProbe, now);
        }
        throttleTimes.by(slots.heldBy(now), now);
        if (openTargets.isEmpty()) {
            end();
            sink.complete();
        } else {
            Long next = slots.nextWake();
            if (next != null) {
                alarm.set(next, now);
            }
        }
    }

    private void begin(TargetProbe probe) {
        openTargets.begin(probe);
        Failure known = resolvedPlan.failures().get(probe.target().id());
        if (known != null) {
            probe.starts(time.clock(), now());
            probe.attempted();
            probe.lookupFailed(new Failed(known, Observation.NOTHING));
            finish(probe);
        } else if (probe.target().kind() == Target.Kind.ADDRESS) {
            go(probe, List.of(probe.literalAddress()));
        } else {
            lookUp(probe);
        }
    }

    private void lookUp(TargetProbe probe) {
        lookups.begin(probe, (lookup, began) -> lookedUp(probe, lookup, began));
    }

    private void lookedUp(TargetProbe probe, Lookup<InetAddress> lookup, long began) {
        long now = now();
        Duration took = Duration.ofNanos(now - began);
        observer.lookedUp(took);
        if (lookup instanceof Lookup.Found<InetAddress> found) {
            probe.lookupTook(took);
            go(probe, found.values());
            return;
        }
        Failure failure =
                NextStep.inFairness(((Lookup.Missing<InetAddress>) lookup).failure(), overload.lateSince(began));
        boolean ours = failure.reason() == Reason.OVERLOADED;
        if (ours && overload.isWaitedOut(now, slots.inFlight(), failure.detail())) {
            slots.later(now + OverloadBackoff.FIRST_PAUSE.toNanos(), () -> lookUp(probe));
            return;
        }
        probe.attempted();
        probe.lookupFailed(new Failed(failure, ResultAssembler.timedLookup(took)));
        int rounds = probe.lookupRoundFailed();
        if (!ours && RetryPolicy.again(retry(probe), rounds, failure)) {
            leaveBegun(probe);
            again(probe, failure, now, delay(probe, rounds), () -> {
                slots.begunAgain(probe.target());
                probe.waitsForFirstSlot(true);
                lookUp(probe);
            });
        } else {
            finish(probe);
        }
    }

    private void go(TargetProbe probe, List<InetAddress> addresses) {
        boolean all = probe.target().settings().resolve() == ResolveMode.ALL;
        List<AddressProbe> addressProbes = all
                ? addresses.stream()
                        .map(each -> new AddressProbe(probe, List.of(each)))
                        .toList()
                : List.of(new AddressProbe(probe, addresses));
        probe.addressProbes(addressProbes);
        long now = now();
        addressProbes.forEach(addressProbe -> slots.ready(addressProbe, now));
    }

    private void dial(AddressProbe addressProbe, long now) {
        leaveBegun(addressProbe.probe());
        addressProbe.probe().starts(time.clock(), now);
        addressProbe.probe().attempted();
        addressProbe.waits().over(now, observer);
        observer.dialogueStarted();
        addressProbe.inDialogue(prober.attempt(
                        addressProbe.attempt(resolvedPlan.plan().ehloName(), now))
                .subscribe(
                        outcome -> events.run(() -> ended(addressProbe, outcome)), bug -> events.run(() -> fail(bug))));
    }

    private void ended(AddressProbe addressProbe, ProbeOutcome seen) {
        long now = now();
        slots.release(addressProbe, now);
        observer.dialogueEnded(seen);
        ProbeOutcome outcome = NextStep.inFairness(seen, overload.lateSince(addressProbe.dialledAt()));
        NextStep sequel = NextStep.of(outcome, addressProbe.saysHeloAlone());
        if (!(outcome instanceof Failed failed) || sequel != NextStep.THE_SAME_AGAIN) {
            overload.notMet(addressProbe.dialledAt());
        } else if (overload.isWaitedOut(now, slots.inFlight(), failed.failure().detail()) && addressProbe.unmade()) {
            addressProbe.probe().unattempted();
            slots.ready(addressProbe, now);
            return;
        }
        addressProbe.ended(outcome, now);
        if (!goesOn(addressProbe, sequel, now)) {
            addressProbe.finish();
            if (addressProbe.probe().allLegsDone()) {
                finish(addressProbe.probe());
            }
        }
    }

    /** Whether a connection that has ended is followed by another: at once, or in another round. */
    private boolean goesOn(AddressProbe addressProbe, NextStep sequel, long now) {
        boolean atOnce = switch (sequel) {
            case HELO_ANEW -> addressProbe.saysHeloNext();
            case NEXT_ADDRESS -> addressProbe.nextAddress();
            case ANOTHER_ROUND, THE_SAME_AGAIN, NONE -> false;
        };
        if (atOnce) {
            slots.ready(addressProbe, now);
            return true;
        }
        if (!(addressProbe.last() instanceof Failed failed) || sequel == NextStep.THE_SAME_AGAIN) {
            slots.letThrough(addressProbe);
            return false;
        }
        int rounds = addressProbe.roundFailed();
        Duration wait = delay(addressProbe.probe(), rounds);
        if (NextStep.isTurnedAway(failed)) {
            slots.turnedAway(addressProbe, now, now + wait.toNanos());
        } else {
            slots.letThrough(addressProbe);
        }
        if (!RetryPolicy.again(retry(addressProbe.probe()), rounds, failed.failure())) {
            return false;
        }
        again(addressProbe.probe(), failed.failure(), now, wait, () -> slots.ready(addressProbe, now()));
        return true;
    }

    private void again(TargetProbe probe, Failure failure, long now, Duration wait, Runnable what) {
        observer.retryScheduled(failure.reason());
        openTargets.rests(probe);
        slots.later(now + wait.toNanos(), () -> {
            openTargets.wakes(probe);
            what.run();
        });
    }

    private Duration delay(TargetProbe probe, int rounds) {
        return RetryPolicy.delay(retry(probe), rounds, random.getAsDouble());
    }

    private static Retry retry(TargetProbe probe) {
        return probe.target().settings().retry();
    }

    private void leaveBegun(TargetProbe probe) {
        if (probe.isWaitingForFirstSlot()) {
            probe.waitsForFirstSlot(false);
            slots.noLongerBegun(probe.target());
        }
    }

    private void finish(TargetProbe probe) {
        leaveBegun(probe);
        openTargets.finish(probe, now());
    }

    private void giveUp() {
        openTargets.giveUp(slots::abandon, now());
        end();
        sink.complete();
    }

    private void fail(Throwable bug) {
        end();
        sink.error(bug);
    }

    private void end() {
        events.end();
        openTargets.closeAll();
        throttleTimes.by(null, now());
        alarm.off();
    }

    private long now() {
        return time.nanos().getAsLong();
    }
}
