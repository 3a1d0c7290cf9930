package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.answered;
import static io.ehloscope.scan.Rehearsal.failed;
import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Settings;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.result.TargetResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * A scan waits until a shortage on its own machine ends; the shortage costs no attempt and is not reported as a failure
 * of a server.
 */
class OverloadMonitorTest {

    @Test
    void fiftyDescriptorsSufficeForFiveHundredServers() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(500, 500, 1, 100_000, Duration.ZERO);
        rehearsal.outcomesNow = attempt -> rehearsal.inFlight > 50 ? failed(Stage.CONNECT, Reason.OVERLOADED) : null;
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 500));
        assertThat(results).hasSize(500).allMatch(each -> each.verdict() == Verdict.HEALTHY && each.attempts() == 1);
        assertThat(rehearsal.started.size()).as("not in a busy loop").isLessThan(1_600);
    }

    @Test
    void noDialogueBeginsUntilTheShortageEnds() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomesNow = attempt -> millis(rehearsal) < 5_000 ? failed(Stage.CONNECT, Reason.OVERLOADED) : null;
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 20));
        assertThat(results).hasSize(20).allMatch(each -> each.verdict() == Verdict.HEALTHY && each.attempts() == 1);
        List<Long> tries = rehearsal.startedAtMillis.stream()
                .filter(at -> at < 5_000)
                .distinct()
                .toList();
        assertThat(tries).as("pauses of 100 ms, doubled").hasSizeBetween(5, 7);
        assertThat(rehearsal.startedAtMillis.stream().filter(at -> at > 0 && at < 5_000))
                .as("then one at a time")
                .hasSizeLessThan(12);
    }

    @Test
    void shortageThatLastsSkipsTheTargets() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomesNow = attempt -> failed(Stage.CONNECT, Reason.OVERLOADED);
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 2_000));
        assertThat(results).hasSize(2_000).allSatisfy(each -> {
            assertThat(each.failure()).extracting(Failure::reason).isEqualTo(Reason.OVERLOADED);
        });
        assertThat(millis(rehearsal)).as("the maximum duration, then at once").isLessThan(70_000);
    }

    @Test
    void oneAddressThatAlwaysMeetsAShortageDelaysNoOther() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomesNow = attempt ->
                attempt.target().host().equals("127.0.0.0") ? failed(Stage.CONNECT, Reason.OVERLOADED) : null;
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 3_000));
        assertThat(results).hasSize(3_000);
        assertThat(results)
                .filteredOn(each -> each.verdict() != Verdict.HEALTHY)
                .singleElement()
                .satisfies(each -> assertThat(each.failure().reason()).isEqualTo(Reason.OVERLOADED));
        assertThat(millis(rehearsal)).isLessThan(70_000);
    }

    @Test
    void timeoutsWhileTheScannerLaggedAreNotFailuresOfServers() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.lag = since -> since < TimeUnit.SECONDS.toNanos(3) && millis(rehearsal) >= 3_000
                ? Duration.ofSeconds(2)
                : Duration.ZERO;
        rehearsal.takes = target -> Duration.ofSeconds(4);
        rehearsal.outcomes = (target, attempt) -> attempt == 1 ? failed(Stage.GREETING, Reason.TIMEOUT) : answered();
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 10));
        assertThat(results).hasSize(10).allMatch(each -> each.verdict() == Verdict.HEALTHY && each.attempts() == 1);
    }

    @Test
    void answerCountsHoweverMuchTheScannerLagged() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.lag = since -> Duration.ofSeconds(2);
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 10));
        assertThat(results).hasSize(10).allMatch(each -> each.verdict() == Verdict.HEALTHY);
    }

    @Test
    void lookupTimeoutsWhileTheScannerLaggedAreRetried() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.lag = since -> since < TimeUnit.SECONDS.toNanos(1) ? Duration.ofSeconds(2) : Duration.ZERO;
        rehearsal.lookupTakes = Duration.ofSeconds(2);
        rehearsal.names = name -> rehearsal.lookups == 1
                ? Mono.just(new Lookup.Missing<>(Failure.of(Stage.DNS, Reason.TIMEOUT, "no answer")))
                : Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(9))));
        List<TargetResult> results = rehearsal.run(List.of(target("one", "late.example.com", Settings.DEFAULT)));
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(results.get(0).attempts()).isEqualTo(1);
    }

    @Test
    void everyRetryIsReported() {
        Rehearsal rehearsal = new Rehearsal();
        List<Reason> reported = new ArrayList<>();
        rehearsal.observer = new ScanObserver() {
            @Override
            public void retryScheduled(Reason reason) {
                reported.add(reason);
            }
        };
        rehearsal.outcomesNow =
                attempt -> rehearsal.started.size() == 1 ? failed(Stage.CONNECT, Reason.OVERLOADED) : null;
        rehearsal.run(Rehearsal.targets("one", 0, 1));
        assertThat(reported).containsExactly(Reason.OVERLOADED);
    }

    @Test
    void ceilingDropsToTheSustainedNumberAndRisesInQuietPeriods() {
        OverloadBackoff shortage = new OverloadBackoff(500);
        shortage.met(0, 40);
        shortage.met(1, 30);
        assertThat(shortage.ceiling(2)).isEqualTo(30);
        assertThat(shortage.ceiling(seconds(9))).isEqualTo(30);
        assertThat(shortage.ceiling(seconds(11))).isEqualTo(60);
        assertThat(shortage.ceiling(seconds(100))).isEqualTo(500);
        shortage.met(seconds(100), 0);
        assertThat(shortage.ceiling(seconds(100))).isEqualTo(1);
    }

    @Test
    void pausesDoubleUntilALaterDialogueMeetsNoShortage() {
        OverloadBackoff shortage = new OverloadBackoff(500);
        shortage.met(0, 10);
        assertThat(shortage.pausedUntil()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        long second = TimeUnit.MILLISECONDS.toNanos(150);
        shortage.met(second, 10);
        assertThat(shortage.pausedUntil() - second).isEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        shortage.notMet(0);
        assertThat(shortage.isPausing(second)).as("began before the shortage").isTrue();
        shortage.notMet(second + 1);
        assertThat(shortage.isPausing(second)).isFalse();
        shortage.met(seconds(1), 10);
        assertThat(shortage.pausedUntil() - seconds(1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    private static long millis(Rehearsal rehearsal) {
        return rehearsal.timers.now(TimeUnit.MILLISECONDS);
    }

    private static long seconds(int count) {
        return TimeUnit.SECONDS.toNanos(count);
    }
}
