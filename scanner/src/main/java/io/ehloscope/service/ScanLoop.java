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
 * Scans the fleet immediately and then at every interval, measured from start to start. Between whole scans, it
 * rechecks targets with findings and scans requested targets. Scans never overlap; a scan of some targets is stopped
 * when the next whole scan is due. If a whole scan takes longer than the interval, the next one begins immediately and
 * the observer receives {@link LoopObserver#overran}.
 */
public final class ScanLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ScanLoop.class);

    private final Parts parts;
    private final Requests requests;
    private Plan plan;
    private @Nullable Snapshot snapshot;
    private final Timetable timetable;

    /** Scans plans; each subscriber starts a scan. */
    public interface Scans {
        /** Scans all targets of the plan. */
        Mono<ScanResult> whole(Plan plan);

        /** Scans a plan of some targets; stops early once {@code stop} emits or completes. */
        Mono<ScanResult> some(Plan plan, Publisher<?> stop);
    }

    /**
     * The collaborators of the loop.
     *
     * @param scans scans a plan
     * @param validator whether a finished scan counts; an empty Mono discards the scan, without a call of the observer
     * @param time the clock for intervals and ages
     * @param random the source of the jitter, from 0 inclusive to 1 exclusive
     * @param worker runs everything but the scans: a scheduler with one thread
     * @param observer receives the events
     */
    public record Parts(
            Scans scans,
            Function<ScanResult, Mono<Boolean>> validator,
            TimeSource time,
            DoubleSupplier random,
            Scheduler worker,
            LoopObserver observer) {}

    /**
     * Creates a loop that starts when it is subscribed to, which is allowed once.
     *
     * @param plan the plan of the inventory
     * @param found the snapshot of an earlier process, under this plan; null if there is none
     * @param requests the requests from outside
     */
    public ScanLoop(Parts parts, Plan plan, @Nullable Snapshot found, Requests requests) {
        this.parts = parts;
        this.plan = plan;
        this.snapshot = found;
        this.requests = requests;
        this.timetable = new Timetable(plan.schedule(), now());
    }

    /**
     * Runs until cancelled; this cancels a scan in progress. A scan that fails is a bug: it is logged, and the loop
     * goes on.
     */
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
        requestNewTargets(found, plan);
        reportNextScan();
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
            return rescan(snapshot, snapshot.scan().plan().withTargets(wanted), now);
        }
        if (timetable.recheckIsDue(now)) {
            List<Target> findings = Recheck.of(snapshot);
            timetable.rechecked(now);
            if (!findings.isEmpty()) {
                return rescan(snapshot, Recheck.reducedPlan(snapshot.scan().plan(), findings), now)
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
        return guarded(validated(parts.scans().whole(scanned))
                        .doOnNext(result -> show(Step.Kind.WHOLE, merged(result, scanned), result))
                        .then())
                .then(Mono.fromRunnable(() -> ended(began)));
    }

    /**
     * An interrupted scan keeps earlier results of skipped targets: a shortage in the scanner is no evidence about
     * them.
     */
    private Snapshot merged(ScanResult result, Plan scanned) {
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
        reportNextScan();
    }

    private Mono<Void> rescan(Snapshot known, Plan some, long now) {
        Duration left = timetable.untilWhole(now);
        return validated(parts.scans().some(some, Mono.delay(left, parts.time().timers())))
                .doOnNext(result -> {
                    parts.observer().rescanned(result.results().size());
                    show(Step.Kind.AGAIN, known.with(known.scan().plan(), result.results()), result);
                })
                .then();
    }

    private Mono<ScanResult> validated(Mono<ScanResult> scan) {
        return scan.filterWhen(result -> parts.validator().apply(result).doOnNext(validated -> {
                    if (!validated) {
                        parts.observer().discarded(result);
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
        reportNextScan();
        if (snapshot == null) {
            return;
        }
        show(Step.Kind.RELOADED, snapshot.under(other), null);
        boolean profilesChanged = !other.profiles().equals(old.profiles());
        boolean connectionChanged = !other.dnsServers().equals(old.dnsServers())
                || !other.trust().equals(old.trust())
                || !other.ehloName().equals(old.ehloName());
        if (profilesChanged || connectionChanged) {
            requests.scan();
        } else {
            requestNewTargets(snapshot, old);
        }
    }

    /**
     * Requests a scan of new targets and of those with other settings, so that they do not wait for the next whole
     * scan.
     */
    private void requestNewTargets(Snapshot shown, Plan old) {
        NewTargets fresh = NewTargets.of(shown, old, plan);
        if (fresh.needsWhole()) {
            requests.scan();
        } else {
            fresh.parts().forEach(requests::scan);
        }
    }

    private void show(Step.Kind kind, Snapshot shown, @Nullable ScanResult scan) {
        snapshot = shown;
        parts.observer().step(new Step(kind, plan, shown, scan));
    }

    private void reportNextScan() {
        parts.observer().nextScan(parts.time().clock().instant().plus(timetable.untilWhole(now())));
    }

    private long now() {
        return parts.time().nanos().getAsLong();
    }
}
