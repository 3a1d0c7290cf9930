package io.ehloscope.scan;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.Verdict;
import io.ehloscope.dialogue.Attempt;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.FleetExclusions;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Trust;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.result.TargetResult;
import io.ehloscope.time.TimeSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A scan in virtual time whose lookups and dialogues are simulated; counts what is in flight. */
final class Rehearsal implements Resolver {

    final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    Limits limits = new Limits(100, 100, 1, 100_000, Duration.ZERO);
    FleetExclusions exclude = FleetExclusions.NONE;
    Duration dialogueTakes = Duration.ofMillis(100);
    Duration lookupTakes = Duration.ZERO;
    Function<Target, Duration> takes = target -> dialogueTakes;
    BiFunction<Target, Integer, ProbeOutcome> outcomes = (target, attempt) -> answered();
    Function<InetAddress, ProbeOutcome> byAddress = address -> null;
    Function<Attempt, ProbeOutcome> outcomesNow = attempt -> null;
    Function<String, Mono<Lookup<InetAddress>>> names = name -> Mono.just(new Lookup.Found<>(List.of(numbered(name))));

    LagProbe lag = LagProbe.NONE;
    final List<Attempt> started = new ArrayList<>();
    ScanObserver observer = ScanObserver.NONE;
    AddressSlots addresses = new AddressSlots(Integer.MAX_VALUE);
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    final Set<LocalDate> assessedOn = new HashSet<>();

    Function<ProbeOutcome, Assessment> assess = Rehearsal::assess;

    int inFlight;
    int mostInFlight;
    int mostInFlightOfOneSite;
    int mostInFlightOfOneAddress;
    int lookups;
    int mostLookups;
    final List<Long> startedAtMillis = new ArrayList<>();
    private int lookupsInFlight;
    private final Map<Object, Integer> inFlightOf = new HashMap<>();
    private final Map<String, Long> lastEndOfSite = new HashMap<>();
    private final Map<Target, Integer> attempts = new HashMap<>();
    private final Set<String> seenNames = new HashSet<>();

    static ProbeOutcome answered() {
        return new ProbeOutcome.Answered(Observation.NOTHING);
    }

    static ProbeOutcome failed(Stage stage, Reason reason) {
        return new ProbeOutcome.Failed(Failure.of(stage, reason, "rehearsed"), Observation.NOTHING);
    }

    static Target target(String site, String host, Settings settings) {
        Target.Kind kind = host.startsWith("127.") ? Target.Kind.ADDRESS : Target.Kind.NAME;
        return new Target(Target.id(host, 25), host, 25, kind, site, Map.of(), settings);
    }

    /** Targets by address: 127.0.0.0 is the first, and so on. */
    static List<Target> targets(String site, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> target(site, address(i).getHostAddress(), Settings.DEFAULT))
                .toList();
    }

    static Settings resolvingAll() {
        return Settings.DEFAULT.withResolve(Settings.ResolveMode.ALL);
    }

    static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    List<TargetResult> run(List<Target> targets) {
        return runUntil(targets, null);
    }

    List<TargetResult> runUntil(List<Target> targets, Duration stopAfter) {
        List<TargetResult> results = new ArrayList<>();
        boolean[] complete = new boolean[1];
        Publisher<?> stop = stopAfter == null ? Flux.never() : Mono.delay(stopAfter, timers);
        results(targets, stop)
                .subscribe(
                        results::add,
                        bug -> {
                            throw new AssertionError(bug);
                        },
                        () -> complete[0] = true);
        for (int i = 0; i < 40_000 && !complete[0]; i++) {
            advance(Duration.ofMillis(100));
        }
        if (!complete[0]) {
            throw new AssertionError("the scan did not end; " + results.size() + " results");
        }
        return results;
    }

    Flux<TargetResult> results(List<Target> targets, Publisher<?> stop) {
        Plan plan = new Plan(
                "rehearsal",
                "scanner.example.com",
                limits,
                Schedule.DEFAULT,
                PerTarget.ALL,
                List.of(),
                Trust.NONE,
                exclude,
                Map.of(),
                Set.of(),
                targets,
                List.of());
        TimeSource time = new TimeSource(clock, () -> timers.now(TimeUnit.NANOSECONDS), timers);
        BiFunction<ProbeOutcome, Expectation, Assessment> assessed = (outcome, expectation) -> {
            assessedOn.add(LocalDate.ofInstant(Objects.requireNonNull(expectation.now()), ZoneOffset.UTC));
            return assess.apply(outcome);
        };
        Scan scan = new Scan(new Scan.Parts(
                this, this::dialogue, addresses, assessed, time, lag, () -> 0.5, observer, ShortageObserver.NONE));
        return scan.results(new ResolvedPlan(plan, Map.of()), stop);
    }

    void advance(Duration by) {
        timers.advanceTimeBy(by);
    }

    long lastEndOfSiteMillis(String site) {
        return lastEndOfSite.get(site);
    }

    private Mono<ProbeOutcome> dialogue(Attempt attempt) {
        Target target = attempt.target();
        InetSocketAddress address = attempt.address();
        return Mono.defer(() -> {
            started.add(attempt);
            begin(target, address);
            ProbeOutcome immediate = outcomesNow.apply(attempt);
            if (immediate != null) {
                end(target, address);
                return Mono.just(immediate);
            }
            int number = attempts.merge(target, 1, Integer::sum);
            return Mono.delay(takes.apply(target), timers)
                    .doOnNext(tick -> end(target, address))
                    .doOnCancel(() -> end(target, address))
                    .map(tick -> {
                        ProbeOutcome forced = byAddress.apply(address.getAddress());
                        return forced == null ? outcomes.apply(target, number) : forced;
                    });
        });
    }

    private void begin(Target target, InetSocketAddress address) {
        startedAtMillis.add(timers.now(TimeUnit.MILLISECONDS));
        mostInFlight = Math.max(mostInFlight, ++inFlight);
        mostInFlightOfOneSite = Math.max(mostInFlightOfOneSite, inFlightOf.merge(target.site(), 1, Integer::sum));
        mostInFlightOfOneAddress =
                Math.max(mostInFlightOfOneAddress, inFlightOf.merge(address.getAddress(), 1, Integer::sum));
    }

    private void end(Target target, InetSocketAddress address) {
        inFlight--;
        inFlightOf.merge(target.site(), -1, Integer::sum);
        inFlightOf.merge(address.getAddress(), -1, Integer::sum);
        lastEndOfSite.put(target.site(), timers.now(TimeUnit.MILLISECONDS));
    }

    @Override
    public Mono<Lookup<InetAddress>> addresses(String host, Duration bound) {
        return Mono.defer(() -> {
            lookups++;
            mostLookups = Math.max(mostLookups, ++lookupsInFlight);
            Mono<Lookup<InetAddress>> answer = names.apply(host);
            return (lookupTakes.isZero() ? answer : answer.delayElement(lookupTakes, timers))
                    .doOnNext(found -> lookupsInFlight--);
        });
    }

    @Override
    public Mono<Lookup<String>> mxHosts(String domain, Duration bound) {
        throw new UnsupportedOperationException("not simulated");
    }

    private InetAddress numbered(String name) {
        seenNames.add(name);
        return address(1_000_000 + seenNames.size());
    }

    private static Assessment assess(ProbeOutcome outcome) {
        Verdict verdict = Verdict.HEALTHY;
        if (outcome instanceof ProbeOutcome.Skipped) {
            verdict = Verdict.SKIPPED;
        } else if (outcome instanceof ProbeOutcome.Failed failed) {
            verdict = failed.failure().reason() == Reason.REJECTED_TEMPORARILY ? Verdict.DEFERRED : Verdict.UNREACHABLE;
        }
        return Assessment.without(verdict, List.of(), null, null);
    }
}
