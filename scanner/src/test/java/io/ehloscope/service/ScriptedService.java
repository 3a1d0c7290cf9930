package io.ehloscope.service;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Target;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.Tally;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.time.TimeSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A scan loop's environment in virtual time; tests set how long scans take and which hosts are down. */
final class ScriptedService implements LoopObserver, ScanLoop.Scans {

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    final Requests requests = new Requests();
    final List<String> scans = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();
    final List<Duration> overruns = new ArrayList<>();
    final Set<String> down = new HashSet<>();
    Duration scanTakes = Duration.ofSeconds(10);
    double random = 0.5;
    boolean isValid = true;
    boolean fails;
    int running;
    int mostRunning;
    int discarded;

    @Nullable
    Instant next;

    static Plan plan(Duration interval, Duration recheck, String... hosts) {
        List<Target> targets = Stream.of(hosts)
                .map(host -> SampleResults.target(host, 25, "emea", Map.of()))
                .toList();
        Plan plan = SampleResults.plan("fleet.yml", Set.of("emea"), targets);
        return new Plan(
                plan.source(),
                plan.ehloName(),
                plan.limits(),
                new Schedule(interval, recheck),
                plan.perTarget(),
                plan.dnsServers(),
                plan.trust(),
                plan.profiles(),
                plan.sites(),
                plan.targets());
    }

    ScanLoop loop(Plan plan, @Nullable Snapshot found) {
        return new ScanLoop(
                new ScanLoop.Parts(
                        this, result -> Mono.just(isValid), time(), () -> random, Schedulers.immediate(), this),
                plan,
                found,
                requests);
    }

    TimeSource time() {
        return new TimeSource(new VirtualClock(), () -> timers.now(TimeUnit.NANOSECONDS), timers);
    }

    void advance(long seconds) {
        timers.advanceTimeBy(Duration.ofSeconds(seconds));
    }

    /** Returns the result of a scan of this plan that ends now. */
    ScanResult result(Plan plan, Instant startedAt, boolean all) {
        Tally tally = new Tally();
        List<TargetResult> results = new ArrayList<>();
        for (Target target : plan.targets()) {
            TargetResult result = all ? result(target) : skipped(target);
            tally.add(result);
            results.add(result);
        }
        return new ScanResult(
                plan,
                new ScanHeader(
                        plan.source(),
                        "1",
                        plan.ehloName(),
                        startedAt,
                        plan.targets().size()),
                tally.summary(new VirtualClock().instant(), Duration.between(startedAt, new VirtualClock().instant())),
                results);
    }

    private TargetResult result(Target target) {
        boolean isDown = down.contains(target.host());
        Observation observation = Observation.NOTHING;
        ProbeOutcome outcome = isDown
                ? new ProbeOutcome.Failed(Failure.of(Stage.CONNECT, Reason.TIMEOUT, "rehearsed"), observation)
                : new ProbeOutcome.Answered(observation);
        Verdict verdict = isDown ? Verdict.UNREACHABLE : Verdict.HEALTHY;
        return SampleFindings.result(
                target,
                outcome,
                Assessment.without(verdict, List.of(), null, null),
                1,
                new VirtualClock().instant(),
                Duration.ZERO);
    }

    private static TargetResult skipped(Target target) {
        return SampleFindings.result(
                target,
                new ProbeOutcome.Skipped("stopped"),
                Assessment.without(Verdict.SKIPPED, List.of(), null, null),
                0,
                null,
                Duration.ZERO);
    }

    @Override
    public Mono<ScanResult> whole(Plan plan) {
        return some(plan, Flux.never());
    }

    /** Records the scan as {@code 60: a b}: the second in which it starts, and its hosts. */
    @Override
    public Mono<ScanResult> some(Plan plan, Publisher<?> stop) {
        return Mono.defer(() -> {
            Instant startedAt = new VirtualClock().instant();
            scans.add(timers.now(TimeUnit.SECONDS) + ": "
                    + String.join(" ", plan.targets().stream().map(Target::host).toList()));
            mostRunning = Math.max(mostRunning, ++running);
            if (fails) {
                running--;
                return Mono.error(new IllegalStateException("rehearsed"));
            }
            Mono<ScanResult> whole = Mono.delay(scanTakes, timers).map(tick -> result(plan, startedAt, true));
            Mono<ScanResult> cut = Flux.from(stop).next().map(signal -> result(plan, startedAt, false));
            return Mono.firstWithSignal(whole, cut)
                    .doOnTerminate(() -> running--)
                    .doOnCancel(() -> running--);
        });
    }

    @Override
    public void step(Step step) {
        steps.add(step);
    }

    @Override
    public void nextScan(Instant due) {
        next = due;
    }

    @Override
    public void overran(Duration took, Duration interval) {
        overruns.add(took);
    }

    @Override
    public void discarded(ScanResult scan) {
        discarded++;
    }

    Snapshot last() {
        return steps.get(steps.size() - 1).snapshot();
    }

    String verdicts() {
        return String.join(
                " ",
                last().scan().results().stream()
                        .map(each -> each.target().host() + "=" + each.verdict().label())
                        .toList());
    }

    /** {@link #START} plus the virtual time that has elapsed. */
    private final class VirtualClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return START.plusMillis(timers.now(TimeUnit.MILLISECONDS));
        }
    }
}
