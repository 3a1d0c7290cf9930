package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Reason;
import io.ehloscope.inventory.Retry;
import io.ehloscope.inventory.Settings.ResolveMode;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.FluxSink;

/**
 * One scan while it runs. Whatever happens (a lookup or a dialogue ended, time has come, more is asked for) is an event, and
 * events are run {@link OneAtATime one at a time}: so everything here is single-threaded without a lock, on the thread of
 * whatever happened last.
 */
final class ScanRun {

    private final Located located;
    private final Prober prober;
    private final Timekeeper time;
    private final RandomSpread random;
    private final ScanObserver observer;
    private final FluxSink<TargetResult> sink;
    private final Overload overload;
    private final Agenda agenda;
    private final Holdups holdups;
    private final Lookups lookups;
    private final Alarm alarm;

    private final OneAtATime events = new OneAtATime(this::advance, this::fail, this::relieved);
    private final Unfinished unfinished;

    ScanRun(Located located, Scan.Parts parts, FluxSink<TargetResult> sink) {
        this.located = located;
        this.prober = parts.prober();
        this.time = parts.time();
        this.random = parts.random();
        this.observer = parts.observer();
        this.sink = sink;
        this.alarm = new Alarm(time, () -> events.run(this::rung));
        Shortage shortage = new Shortage(located.plan().limits().concurrency());
        this.overload = new Overload(parts.lateness(), shortage, observer, now());
        this.agenda =
                new Agenda(located.plan().limits(), shortage, located.plan().targets());
        this.holdups = new Holdups(observer);
        this.lookups = new Lookups(parts.resolver(), time, events::run, bug -> events.run(() -> fail(bug)), observer);
        Judge judge = new Judge(parts.assess(), time.today());
        this.unfinished = new Unfinished(located.plan().targets().size(), judge, observer, sink::next);
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
        for (Leg leg = agenda.admit(now); leg != null; leg = agenda.admit(now)) {
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
                Sequel.inFairness(((Lookup.Missing<InetAddress>) lookup).failure(), overload.lateSince(began));
        boolean ours = failure.reason() == Reason.OVERLOADED;
        if (ours && overload.isWaitedOut(now, agenda.inFlight(), failure.detail())) {
            agenda.later(now + Shortage.FIRST_PAUSE.toNanos(), () -> lookUp(probe));
            return;
        }
        probe.attempted();
        probe.lookupFailed(new Failed(failure, Judge.timedLookup(took)));
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
        List<Leg> legs = all
                ? addresses.stream().map(each -> new Leg(probe, List.of(each))).toList()
                : List.of(new Leg(probe, addresses));
        probe.legs(legs);
        long now = now();
        legs.forEach(leg -> agenda.ready(leg, now));
    }

    private void dial(Leg leg, long now) {
        leaveBegun(leg.probe());
        leg.probe().starts(time.clock(), now);
        leg.probe().attempted();
        leg.waits().over(now, observer);
        observer.dialogueStarted();
        leg.inDialogue(prober.dialogue(leg.call(now))
                .subscribe(outcome -> events.run(() -> ended(leg, outcome)), bug -> events.run(() -> fail(bug))));
    }

    private void ended(Leg leg, ProbeOutcome seen) {
        long now = now();
        agenda.release(leg, now);
        observer.dialogueEnded(seen);
        ProbeOutcome outcome = Sequel.inFairness(seen, overload.lateSince(leg.dialledAt()));
        Sequel sequel = Sequel.of(outcome, leg.saysHeloAlone());
        if (!(outcome instanceof Failed failed) || sequel != Sequel.THE_SAME_AGAIN) {
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
    private boolean goesOn(Leg leg, Sequel sequel, long now) {
        boolean atOnce = switch (sequel) {
            case HELO_ANEW -> leg.saysHeloNext();
            case NEXT_ADDRESS -> leg.nextAddress();
            case ANOTHER_ROUND, THE_SAME_AGAIN, NONE -> false;
        };
        if (atOnce) {
            agenda.ready(leg, now);
            return true;
        }
        if (!(leg.last() instanceof Failed failed) || sequel == Sequel.THE_SAME_AGAIN) {
            agenda.letThrough(leg);
            return false;
        }
        int rounds = leg.roundFailed();
        Duration wait = delay(leg.probe(), rounds);
        if (Sequel.isTurnedAway(failed)) {
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
        return RetryPolicy.delay(retry(probe), rounds, random.next());
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
