package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.answered;
import static io.ehloscope.scan.Rehearsal.failed;
import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Retry;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.result.TargetResult;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Scans of servers with random behavior, within random limits. The parameter is the seed. */
class RandomScansTest {

    private static final Reason[] REASONS = Reason.values();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
    void everyTargetGivesOneResultAndNoLimitIsExceeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Rehearsal rehearsal = new Rehearsal();
        int concurrency = random.nextInt(1, 60);
        int perSecond = random.nextInt(20, 2_000);
        Duration gap = random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(random.nextInt(3_000));
        rehearsal.limits =
                new Limits(concurrency, random.nextInt(1, concurrency + 1), random.nextInt(1, 4), perSecond, gap);
        rehearsal.lookupTakes = Duration.ofMillis(random.nextInt(300));
        rehearsal.names = name -> lookup(random);
        rehearsal.takes = target -> Duration.ofMillis(random.nextInt(20) == 0 ? 20_000 : random.nextInt(1_000));
        rehearsal.outcomes = (target, attempt) -> outcome(random);
        rehearsal.outcomesNow = attempt -> random.nextInt(25) == 0 ? failed(Stage.CONNECT, Reason.OVERLOADED) : null;
        List<Target> targets = targets(random);

        List<TargetResult> results = rehearsal.run(targets);

        assertThat(results).extracting(TargetResult::target).containsExactlyInAnyOrderElementsOf(targets);
        assertThat(results)
                .as("a shortage that passes is not reported as a failure of a target")
                .noneMatch(each -> each.verdict() == Verdict.SKIPPED)
                .noneMatch(each -> each.failure() != null && each.failure().reason() == Reason.OVERLOADED);
        assertThat(rehearsal.inFlight).isZero();
        assertThat(rehearsal.mostInFlight).isLessThanOrEqualTo(concurrency);
        assertThat(rehearsal.mostInFlightOfOneSite).isLessThanOrEqualTo(rehearsal.limits.perSite());
        assertThat(rehearsal.mostInFlightOfOneAddress).isLessThanOrEqualTo(rehearsal.limits.perAddress());
        assertPaced(rehearsal.startedAtMillis, perSecond);
        if (!gap.isZero() && rehearsal.limits.perAddress() == 1) {
            assertGaps(rehearsal, gap);
        }
    }

    /** In any second at most the rate, one burst of 10 ms, and the first permit. */
    private static void assertPaced(List<Long> started, int perSecond) {
        int from = 0;
        for (int to = 0; to < started.size(); to++) {
            while (started.get(to) - started.get(from) > 1_000) {
                from++;
            }
            assertThat(to - from + 1).isLessThanOrEqualTo(perSecond + perSecond / 100 + 2);
        }
    }

    private static void assertGaps(Rehearsal rehearsal, Duration gap) {
        Map<InetAddress, Long> last = new HashMap<>();
        for (int i = 0; i < rehearsal.started.size(); i++) {
            InetAddress address = rehearsal.started.get(i).address().getAddress();
            long started = rehearsal.startedAtMillis.get(i);
            Long before = last.put(address, started);
            if (before != null) {
                assertThat(started - before).isGreaterThanOrEqualTo(gap.toMillis());
            }
        }
    }

    /** Some targets share addresses, some have all their addresses probed, some are named by their address. */
    private static List<Target> targets(SplittableRandom random) {
        List<Target> all = new ArrayList<>();
        int sites = random.nextInt(1, 8);
        for (int i = 0; i < random.nextInt(1, 400); i++) {
            String site = "site" + random.nextInt(sites);
            String host =
                    random.nextBoolean() ? Rehearsal.address(1_000 + i).getHostAddress() : "mail" + i + ".example.com";
            all.add(target(site, host, settings(random)));
        }
        Collections.shuffle(all, new java.util.Random(random.nextLong()));
        return all;
    }

    private static Settings settings(SplittableRandom random) {
        Duration backoff = Duration.ofMillis(random.nextInt(3_000));
        return Settings.DEFAULT
                .withResolve(random.nextInt(4) == 0 ? Settings.ResolveMode.ALL : Settings.ResolveMode.FIRST)
                .withRetry(new Retry(random.nextInt(1, 4), backoff, backoff.multipliedBy(4), random.nextDouble()));
    }

    private static Mono<Lookup<InetAddress>> lookup(SplittableRandom random) {
        if (random.nextInt(10) == 0) {
            Reason reason = List.of(Reason.NOT_FOUND, Reason.TIMEOUT, Reason.UNREACHABLE, Reason.OVERLOADED)
                    .get(random.nextInt(4));
            return Mono.just(new Lookup.Missing<>(Failure.of(Stage.DNS, reason, "rehearsed")));
        }
        List<InetAddress> addresses = new ArrayList<>();
        int first = random.nextInt(200);
        for (int i = 0; i <= random.nextInt(3); i++) {
            addresses.add(Rehearsal.address(first + i));
        }
        return Mono.just(new Lookup.Found<>(addresses));
    }

    private static ProbeOutcome outcome(SplittableRandom random) {
        if (random.nextInt(3) > 0) {
            return answered();
        }
        Stage[] stages = {Stage.CONNECT, Stage.GREETING, Stage.EHLO, Stage.HELO};
        return failed(stages[random.nextInt(stages.length)], REASONS[random.nextInt(REASONS.length)]);
    }
}
