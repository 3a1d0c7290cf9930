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

    private final ResolvedPlan located;
    private final Prober prober;
    private final TimeSource time;
    private final DoubleSupplier random;
    private final ScanObserver observer;
    private final FluxSink<TargetResult> sink;
    private final OverloadMonitor overload;
    private final SlotScheduler agenda;
    private final ThrottleTimes holdups;
    private final Lookups lookups;
    private final WakeupTimer alarm;

    private final SerialExecutor events = new SerialExecutor(this::advance, this::fail, this::relieved);
    private final OpenTargets unfinished;

    ScanExecution(ResolvedPlan located, Scan.Parts parts, FluxSink<TargetResult> sink) {
        this.located = located;
        this.prober = parts.prober();
        this.time = parts.time();
        this.random = parts.random();
        this.observer = parts.observer();
        this.sink = sink;
        this.alarm = new WakeupTimer(time, () -> events.run(this::rung));
        OverloadBackoff shortage = new OverloadBackoff(located.plan().limits().concurrency());
        this.overload = new OverloadMonitor(parts.lateness(), shortage, observer, parts.shortages(), now());
        this.agenda = new SlotScheduler(
                located.plan().limits(), shortage, located.plan().targets());
        this.holdups = new ThrottleTimes(observer);
        this.lookups = new Lookups(parts.resolver(), time, events::run, bug -> events.run(() -> fail(bug)), observer);
        ResultAssembler judge = new ResultAssembler(parts.assess(), time.today());
        this.unfinished = new OpenTargets(located.plan().targets().size(), judge, observer, sink::next);
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
        overload.keepTime(now, agenda.inFlight());
        for (Runnable due = agenda.due(now); due != null; due = agenda.due(now)) {
            due.run();
        }
        while (unfinished.atWork() < sink.requestedFromDownstream()) {
            Target target = agenda.begin();
            if (target == null) {
                break;
            }
            begin(new TargetProbe(target));
        }
        for (AddressProbe leg = agenda.admit(now); leg != null; leg = agenda.admit(now)) {
            dial(leg, now);
        }
        holdups.by(agenda.heldBy(now), now);
        if (unfinished.isEmpty()) {
            end();
            sink.complete();
        } else {
            Long next = agenda.nextWake();
            if (next != null) {
                alarm.set(next, now);
            }
        }
    }

    private void begin(TargetProbe probe) {
        unfinished.begin(probe);
        Failure known = located.failures().get(probe.target().id());
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
        if (ours && overload.isWaitedOut(now, agenda.inFlight(), failure.detail())) {
            agenda.later(now + OverloadBackoff.FIRST_PAUSE.toNanos(), () -> lookUp(probe));
            return;
        }
        probe.attempted();
        probe.lookupFailed(new Failed(failure, ResultAssembler.timedLookup(took)));
        int rounds = probe.lookupRoundFailed();
        if (!ours && RetryPolicy.again(retry(probe), rounds, failure)) {
            leaveBegun(probe);
            again(probe, failure, now, delay(probe, rounds), () -> {
                agenda.begunAgain(probe.target());
                probe.waitsForFirstSlot(true);
                lookUp(probe);
            });
        } else {
            finish(probe);
        }
    }

    private void go(TargetProbe probe, List<InetAddress> addresses) {
        boolean all = probe.target().settings().resolve() == ResolveMode.ALL;
        List<AddressProbe> legs = all
                ? addresses.stream()
                        .map(each -> new AddressProbe(probe, List.of(each)))
                        .toList()
                : List.of(new AddressProbe(probe, addresses));
        probe.legs(legs);
        long now = now();
        legs.forEach(leg -> agenda.ready(leg, now));
    }

    private void dial(AddressProbe leg, long now) {
        leaveBegun(leg.probe());
        leg.probe().starts(time.clock(), now);
        leg.probe().attempted();
        leg.waits().over(now, observer);
        observer.dialogueStarted();
        leg.inDialogue(prober.attempt(leg.attempt(located.plan().ehloName(), now))
                .subscribe(outcome -> events.run(() -> ended(leg, outcome)), bug -> events.run(() -> fail(bug))));
    }

    private void ended(AddressProbe leg, ProbeOutcome seen) {
        long now = now();
        agenda.release(leg, now);
        observer.dialogueEnded(seen);
        ProbeOutcome outcome = NextStep.inFairness(seen, overload.lateSince(leg.dialledAt()));
        NextStep sequel = NextStep.of(outcome, leg.saysHeloAlone());
        if (!(outcome instanceof Failed failed) || sequel != NextStep.THE_SAME_AGAIN) {
            overload.notMet(leg.dialledAt());
        } else if (overload.isWaitedOut(now, agenda.inFlight(), failed.failure().detail()) && leg.unmade()) {
            leg.probe().unattempted();
            agenda.ready(leg, now);
            return;
        }
        leg.ended(outcome, now);
        if (!goesOn(leg, sequel, now)) {
            leg.finish();
            if (leg.probe().allLegsDone()) {
                finish(leg.probe());
            }
        }
    }

    /** Whether a connection that has ended is followed by another: at once, or in another round. */
    private boolean goesOn(AddressProbe leg, NextStep sequel, long now) {
        boolean atOnce = switch (sequel) {
            case HELO_ANEW -> leg.saysHeloNext();
            case NEXT_ADDRESS -> leg.nextAddress();
            case ANOTHER_ROUND, THE_SAME_AGAIN, NONE -> false;
        };
        if (atOnce) {
            agenda.ready(leg, now);
            return true;
        }
        if (!(leg.last() instanceof Failed failed) || sequel == NextStep.THE_SAME_AGAIN) {
            agenda.letThrough(leg);
            return false;
        }
        int rounds = leg.roundFailed();
        Duration wait = delay(leg.probe(), rounds);
        if (NextStep.isTurnedAway(failed)) {
            agenda.turnedAway(leg, now, now + wait.toNanos());
        } else {
            agenda.letThrough(leg);
        }
        if (!RetryPolicy.again(retry(leg.probe()), rounds, failed.failure())) {
            return false;
        }
        again(leg.probe(), failed.failure(), now, wait, () -> agenda.ready(leg, now()));
        return true;
    }

    private void again(TargetProbe probe, Failure failure, long now, Duration wait, Runnable what) {
        observer.retryScheduled(failure.reason());
        unfinished.rests(probe);
        agenda.later(now + wait.toNanos(), () -> {
            unfinished.wakes(probe);
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
            agenda.noLongerBegun(probe.target());
        }
    }

    private void finish(TargetProbe probe) {
        leaveBegun(probe);
        unfinished.finish(probe, now());
    }

    private void giveUp() {
        unfinished.giveUp(agenda::abandon, now());
        end();
        sink.complete();
    }

    private void fail(Throwable bug) {
        end();
        sink.error(bug);
    }

    private void end() {
        events.end();
        unfinished.closeAll();
        holdups.by(null, now());
        alarm.off();
    }

    private long now() {
        return time.nanos().getAsLong();
    }
}
