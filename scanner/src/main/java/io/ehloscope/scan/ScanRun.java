package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Stage;
import io.ehloscope.inventory.Settings.ResolveMode;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.FluxSink;

/**
 * One scan while it runs. Whatever happens (a lookup or a dialogue ended, time has come, more is asked for) is put into a
 * queue, and whoever put it there empties the queue unless somebody is at it already: so everything below {@link #signal}
 * is single-threaded without a lock, on the thread of whatever happened last.
 */
final class ScanRun {

    private final Located located;
    private final Resolver resolver;
    private final Prober prober;
    private final Judge judge;
    private final Timekeeper time;
    private final RandomSpread random;
    private final ScanObserver observer;
    private final FluxSink<TargetResult> sink;
    private final Agenda agenda;

    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private final Set<TargetProbe> open = new LinkedHashSet<>();
    private final Lookups lookups = new Lookups();
    private int resting;
    private int unfinished;
    private boolean over;
    private final Alarm alarm;

    ScanRun(Located located, Scan.Parts parts, FluxSink<TargetResult> sink) {
        this.located = located;
        this.resolver = parts.resolver();
        this.prober = parts.prober();
        this.time = parts.time();
        this.judge = new Judge(parts.assess(), time.today());
        this.random = parts.random();
        this.observer = parts.observer();
        this.sink = sink;
        this.alarm = new Alarm(time, () -> signal(this::rung));
        this.agenda = new Agenda(located.plan().limits(), located.plan().targets());
        this.unfinished = located.plan().targets().size();
    }

    /** Begins, or goes on where more results are asked for. */
    void proceed() {
        signal(() -> {});
    }

    /** Ends the scan at once, with what is known; the rest is skipped. */
    void stop() {
        signal(this::giveUp);
    }

    /** Nobody wants the results any more: closes every connection. */
    void cancel() {
        signal(() -> {
            over = true;
            letGo();
        });
    }

    private void signal(Runnable event) {
        events.add(event);
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            try {
                turn();
            } catch (RuntimeException bug) {
                fail(bug); // or the scan would wait for ever for whoever was at it
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private void turn() {
        for (Runnable each = events.poll(); each != null; each = events.poll()) {
            if (!over) {
                each.run();
            }
        }
        if (!over) {
            advance();
        }
    }

    private void rung() {
        alarm.off();
    }

    private void advance() {
        long now = now();
        for (Runnable due = agenda.due(now); due != null; due = agenda.due(now)) {
            due.run();
        }
        while (open.size() - resting < sink.requestedFromDownstream()) {
            Target target = agenda.begin();
            if (target == null) {
                break;
            }
            begin(new TargetProbe(target));
        }
        for (Leg leg = agenda.admit(now); leg != null; leg = agenda.admit(now)) {
            dial(leg);
        }
        if (unfinished == 0) {
            over = true;
            letGo();
            sink.complete();
        } else {
            Long next = agenda.nextWake();
            if (next != null) {
                alarm.set(next, now);
            }
        }
    }

    private void begin(TargetProbe probe) {
        open.add(probe);
        Failure known = located.failures().get(probe.target().id());
        if (known != null) {
            probe.starts(time.clock(), now());
            probe.attempted();
            probe.lookupFailed(new Failed(known, Observation.NOTHING));
            finish(probe);
        } else if (probe.target().kind() == Target.Kind.ADDRESS) {
            go(probe, List.of(probe.literalAddress()));
        } else {
            lookups.begin(() -> lookUp(probe));
        }
    }

    private void lookUp(TargetProbe probe) {
        long began = now();
        probe.starts(time.clock(), began);
        Duration bound = probe.target().settings().timeouts().dns();
        probe.lookingUp(resolver.addresses(probe.target().host(), bound)
                .subscribe(
                        lookup -> signal(() -> lookedUp(probe, lookup, Duration.ofNanos(now() - began))),
                        bug -> signal(() -> fail(bug))));
    }

    private void lookedUp(TargetProbe probe, Lookup<InetAddress> lookup, Duration took) {
        lookups.ended();
        observer.lookedUp(took);
        if (lookup instanceof Lookup.Found<InetAddress> found) {
            probe.lookupTook(took);
            go(probe, found.values());
            return;
        }
        Failure failure = ((Lookup.Missing<InetAddress>) lookup).failure();
        probe.attempted();
        probe.lookupFailed(new Failed(failure, Judge.timedLookup(took)));
        int rounds = probe.lookupRoundFailed();
        if (RetryPolicy.again(probe.target().settings().retry(), rounds, failure)) {
            leaveBegun(probe);
            again(probe, rounds, failure, () -> {
                agenda.begunAgain(probe.target());
                probe.waitsForFirstSlot(true);
                lookups.begin(() -> lookUp(probe));
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
        legs.forEach(agenda::ready);
    }

    private void dial(Leg leg) {
        leaveBegun(leg.probe());
        leg.probe().starts(time.clock(), now());
        leg.probe().attempted();
        observer.dialogueStarted();
        leg.inDialogue(prober.dialogue(leg.target(), leg.address())
                .subscribe(outcome -> signal(() -> ended(leg, outcome)), bug -> signal(() -> fail(bug))));
    }

    private void ended(Leg leg, ProbeOutcome outcome) {
        agenda.release(leg, now());
        observer.dialogueEnded(outcome);
        leg.ended(outcome);
        if (leg.last() instanceof Failed failed && goesOn(leg, failed.failure())) {
            return;
        }
        leg.finish();
        if (leg.probe().allLegsDone()) {
            finish(leg.probe());
        }
    }

    /** Whether a failed attempt is followed by another: at the next address at once, or in another round. */
    private boolean goesOn(Leg leg, Failure failure) {
        if (failure.stage() == Stage.CONNECT && leg.nextAddress()) {
            agenda.ready(leg);
            return true;
        }
        int rounds = leg.roundFailed();
        if (!RetryPolicy.again(leg.target().settings().retry(), rounds, failure)) {
            return false;
        }
        again(leg.probe(), rounds, failure, () -> agenda.ready(leg));
        return true;
    }

    private void again(TargetProbe probe, int rounds, Failure failure, Runnable what) {
        observer.retryScheduled(failure.reason());
        Duration wait = RetryPolicy.delay(probe.target().settings().retry(), rounds, random.next());
        resting += probe.rests() ? 1 : 0;
        agenda.later(now() + wait.toNanos(), () -> {
            resting -= probe.wakes() ? 1 : 0;
            what.run();
        });
    }

    private void leaveBegun(TargetProbe probe) {
        if (probe.isWaitingForFirstSlot()) {
            probe.waitsForFirstSlot(false);
            agenda.noLongerBegun(probe.target());
        }
    }

    private void finish(TargetProbe probe) {
        leaveBegun(probe);
        open.remove(probe);
        unfinished--;
        sink.next(judge.result(probe, now()));
    }

    private void giveUp() {
        open.forEach(this::cut);
        for (TargetProbe probe : open) {
            unfinished--;
            sink.next(judge.cutShort(probe, now()));
        }
        open.clear();
        for (Target target = agenda.abandon(); target != null; target = agenda.abandon()) {
            unfinished--;
            sink.next(judge.skipped(target));
        }
        over = true;
        letGo();
        sink.complete();
    }

    private void cut(TargetProbe probe) {
        for (long i = probe.cancel(); i > 0; i--) {
            observer.dialogueCut();
        }
    }

    private void fail(Throwable bug) {
        over = true;
        letGo();
        sink.error(bug);
    }

    private void letGo() {
        open.forEach(this::cut);
        alarm.off();
    }

    private long now() {
        return time.nanos().getAsLong();
    }
}
