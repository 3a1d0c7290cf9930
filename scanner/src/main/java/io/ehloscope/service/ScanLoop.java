package io.ehloscope.service;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary.Outcome;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Scans now and at every interval, counted from start to start; in between, looks again at targets with findings and at
 * what somebody asks for, as long as the next whole scan is not due. Nothing ever overlaps. A scan that takes longer than
 * the interval is followed by the next at once, and that is said.
 */
public final class ScanLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ScanLoop.class);

    private final Parts parts;
    private final Requests requests;
    private Plan plan;
    private @Nullable Snapshot snapshot;
    private final Timetable timetable;

    /** Scans plans: one scan for each subscriber. */
    public interface Scans {
        /** A whole scan. */
        Mono<ScanResult> whole(Plan plan);

        /** A look at some targets, ended early once {@code stop} signals. */
        Mono<ScanResult> some(Plan plan, Publisher<?> stop);
    }

    /**
     * What the loop is made of.
     *
     * @param scans scans a plan
     * @param believable says whether a scan that has just ended can be believed; no answer is a no
     * @param time measures intervals and ages
     * @param random the jitter of the interval
     * @param worker where everything is done but the scans themselves: a scheduler with one thread
     * @param observer is told what happens
     */
    public record Parts(
            Scans scans,
            Function<ScanResult, Mono<Boolean>> believable,
            TimeSource time,
            DoubleSupplier random,
            Scheduler worker,
            LoopObserver observer) {}

    /**
     * A loop that does nothing until it is subscribed to, which is possible once.
     *
     * @param plan what is scanned, as the inventory gives it
     * @param found what was known before the program started, put under this plan; null where nothing was
     * @param requests what is asked from outside
     */
    public ScanLoop(Parts parts, Plan plan, @Nullable Snapshot found, Requests requests) {
        this.parts = parts;
        this.plan = plan;
        this.snapshot = found;
        this.requests = requests;
        this.timetable = new Timetable(plan.schedule(), now());
    }

    /** Runs until cancelled; a scan in progress is cancelled with it. A scan that fails is a bug, and logged. */
    public Mono<Void> run() {
        return Mono.<Void>defer(() -> {
                    if (snapshot != null) {
                        resume(snapshot);
                    }
                    return Flux.defer(() -> guarded(Mono.defer(this::turn)))
                            .repeat()
                            .then();
                })
                .subscribeOn(parts.worker());
    }

    private void resume(Snapshot found) {
        Duration age = Duration.between(
                found.scan().header().startedAt(), parts.time().clock().instant());
        timetable.resume(age, plan.ehloName(), now());
        show(Step.Kind.FOUND, found, null);
        lookAtNew(found, plan);
        sayNext();
    }

    private Mono<Void> turn() {
        Mono<Void> change = requests.change();
        Plan other = requests.takePlan();
        if (other != null) {
            follow(other);
        }
        long now = now();
        if (timetable.wholeIsDue(now) || requests.wantsAll()) {
            return whole(now);
        }
        if (snapshot == null) {
            return rest(change, timetable.untilWhole(now));
        }
        List<Target> wanted = requests.takeParts(snapshot.scan().plan());
        if (!wanted.isEmpty()) {
            return again(snapshot, snapshot.scan().plan().withTargets(wanted), now);
        }
        if (timetable.recheckIsDue(now)) {
            List<Target> findings = Recheck.of(snapshot);
            timetable.rechecked(now);
            if (!findings.isEmpty()) {
                return again(snapshot, Recheck.gently(snapshot.scan().plan(), findings), now)
                        .then(Mono.fromRunnable(() -> timetable.rechecked(now())));
            }
        }
        return rest(change, timetable.untilNext(now));
    }

    private Mono<Void> rest(Mono<Void> change, Duration left) {
        return Mono.firstWithSignal(Mono.delay(left, parts.time().timers()).then(), change)
                .publishOn(parts.worker());
    }

    private Mono<Void> whole(long began) {
        requests.wholeBegins();
        Plan scanned = plan;
        return guarded(believed(parts.scans().whole(scanned))
                        .doOnNext(result -> show(Step.Kind.WHOLE, joined(result, scanned), result))
                        .then())
                .then(Mono.fromRunnable(() -> ended(began)));
    }

    /** What was not reached is as it was: the scanner was short of something, which says nothing about the targets. */
    private Snapshot joined(ScanResult result, Plan scanned) {
        if (snapshot == null) {
            return Snapshot.first(result, scanned);
        }
        return result.summary().outcome() == Outcome.COMPLETED
                ? snapshot.followedBy(result, scanned)
                : snapshot.with(result.plan(), result.results());
    }

    private void ended(long began) {
        long now = now();
        Duration took = Duration.ofNanos(now - began);
        if (timetable.scanned(began, parts.random().getAsDouble(), now)) {
            parts.observer().overran(took, plan.schedule().interval());
        }
        sayNext();
    }

    private Mono<Void> again(Snapshot known, Plan some, long now) {
        Duration left = timetable.untilWhole(now);
        return believed(parts.scans().some(some, Mono.delay(left, parts.time().timers())))
                .doOnNext(result -> {
                    parts.observer().lookedAgain(result.results().size());
                    show(Step.Kind.AGAIN, known.with(known.scan().plan(), result.results()), result);
                })
                .then();
    }

    private Mono<ScanResult> believed(Mono<ScanResult> scan) {
        return scan.filterWhen(result -> parts.believable().apply(result).doOnNext(believed -> {
                    if (!believed) {
                        parts.observer().disbelieved(result);
                    }
                }))
                .publishOn(parts.worker());
    }

    private static Mono<Void> guarded(Mono<Void> work) {
        return work.onErrorResume(RuntimeException.class, bug -> {
            LOG.error("this failed, which is a bug; what was known before stays", bug);
            return Mono.empty();
        });
    }

    private void follow(Plan other) {
        Plan old = plan;
        plan = other;
        timetable.follow(other.schedule(), now());
        sayNext();
        if (snapshot == null) {
            return;
        }
        show(Step.Kind.RELOADED, snapshot.under(other), null);
        boolean judgedOtherwise = !other.profiles().equals(old.profiles());
        boolean asksOtherwise = !other.dnsServers().equals(old.dnsServers())
                || !other.trust().equals(old.trust())
                || !other.ehloName().equals(old.ehloName());
        if (judgedOtherwise || asksOtherwise) {
            requests.scan();
        } else {
            lookAtNew(snapshot, old);
        }
    }

    /** New targets, and those that are to be asked or judged otherwise, are not left to wait for the next whole scan. */
    private void lookAtNew(Snapshot shown, Plan old) {
        NewTargets fresh = NewTargets.of(shown, old, plan);
        if (fresh.needsWhole()) {
            requests.scan();
        } else {
            fresh.parts().forEach(requests::scan);
        }
    }

    private void show(Step.Kind kind, Snapshot shown, @Nullable ScanResult looked) {
        snapshot = shown;
        parts.observer().step(new Step(kind, plan, shown, looked));
    }

    private void sayNext() {
        parts.observer().nextScan(parts.time().clock().instant().plus(timetable.untilWhole(now())));
    }

    private long now() {
        return parts.time().nanos().getAsLong();
    }
}
