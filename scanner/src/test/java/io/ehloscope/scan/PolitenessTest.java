package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.answered;
import static io.ehloscope.scan.Rehearsal.failed;
import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.dialogue.Attempt;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.FailureEvidence;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Timings;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Retry;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import io.ehloscope.smtp.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** How a scan behaves towards servers: backing off, counting every connection, sharing its slots fairly. */
class PolitenessTest {

    @Test
    void heloOnANewConnectionIsPacedAndCounted() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(10, 10, 1, 1_000, Duration.ofSeconds(2));
        rehearsal.outcomes = (target, attempt) -> attempt == 1 ? failed(Stage.HELO, Reason.CLOSED) : answered();
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 1));
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(results.get(0).attempts()).isEqualTo(2);
        assertThat(rehearsal.started)
                .extracting(attempt -> attempt.opening() == Attempt.Opening.HELO)
                .containsExactly(false, true);
        assertThat(rehearsal.startedAtMillis.get(1)).isBetween(2_100L, 2_300L);
    }

    @Test
    void heloOnANewConnectionIsTriedOncePerRound() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomes = (target, attempt) -> failed(Stage.HELO, Reason.RESET);
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 1));
        assertThat(rehearsal.started)
                .extracting(attempt -> attempt.opening() == Attempt.Opening.HELO)
                .containsExactly(false, true, false, true, false, true);
        assertThat(results.get(0).failure().reason()).isEqualTo(Reason.RESET);
    }

    /** EHLO was refused for good on the first connection, and HELO got no answer on either: the refusal is the outcome. */
    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"CLOSED", "RESET", "TIMEOUT", "TRUNCATED"})
    void refusalOfEhloIsTheOutcomeIfHeloGetsNoAnswerOnItsOwnConnection(Reason reason) {
        Reply refusal = new Reply(List.of(ReplyLine.parse("550 5.7.1 Huh?")));
        Observation refused = new Observation(
                null, null, null, refusal, null, null, null, null, Timings.NONE, Transcript.EMPTY, List.of());
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomes = (target, attempt) -> attempt == 1
                ? FailureEvidence.weighed(new ProbeOutcome.Failed(
                        Failure.of(Stage.HELO, Reason.CLOSED, "the server closed the connection"), refused))
                : failed(Stage.HELO, reason);
        TargetResult result = rehearsal.run(Rehearsal.targets("one", 0, 1)).get(0);
        assertThat(rehearsal.started)
                .extracting(attempt -> attempt.opening() == Attempt.Opening.HELO)
                .containsExactly(false, true);
        assertThat(result.failure())
                .isEqualTo(new Failure(
                        Stage.EHLO, Reason.REJECTED_PERMANENTLY, "rejected permanently: 550 5.7.1 Huh?", 550, "5.7.1"));
    }

    @Test
    void allConnectionsOfARoundShareTheTotalTimeout() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.dialogueTakes = Duration.ofSeconds(20);
        rehearsal.outcomes = (target, attempt) -> attempt == 1 ? failed(Stage.HELO, Reason.CLOSED) : answered();
        rehearsal.run(Rehearsal.targets("one", 0, 1));
        assertThat(rehearsal.started)
                .extracting(attempt -> attempt.timeouts().total())
                .containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(40));
    }

    @Test
    void noFurtherAddressIsTriedAfterTheTotalTimeout() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.dialogueTakes = Duration.ofSeconds(25);
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(
                IntStream.range(0, 10).mapToObj(Rehearsal::address).toList()));
        rehearsal.outcomes = (target, attempt) -> failed(Stage.CONNECT, Reason.TIMEOUT);
        Settings once = settings(new Retry(1, Duration.ofSeconds(1), Duration.ofSeconds(1), 0));
        rehearsal.run(List.of(target("one", "many.example.com", once)));
        assertThat(rehearsal.started)
                .extracting(attempt -> attempt.timeouts().total().toSeconds())
                .containsExactly(60L, 35L, 10L);
    }

    @Test
    void connectTimeoutIsShortWhileAnotherAddressFollowsInTheFirstRound() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1), Rehearsal.address(2))));
        rehearsal.outcomes = (target, attempt) -> failed(Stage.CONNECT, Reason.TIMEOUT);
        rehearsal.run(List.of(target("one", "two.example.com", Settings.DEFAULT)));
        assertThat(rehearsal.started)
                .extracting(attempt -> attempt.timeouts().connect().toSeconds())
                .containsExactly(2L, 5L, 5L, 5L, 5L, 5L);
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "REJECTED_TEMPORARILY"})
    void addressThatRejectsTemporarilyGetsNoConnectionOfAnyTargetDuringTheBackoff(Reason reason) {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1))));
        rehearsal.outcomes = (target, attempt) ->
                target.host().equals("mail0.example.com") && attempt == 1 ? failed(Stage.GREETING, reason) : answered();
        Settings slow = settings(new Retry(3, Duration.ofSeconds(7), Duration.ofSeconds(30), 0));
        rehearsal.run(IntStream.range(0, 3)
                .mapToObj(i -> target("one", "mail" + i + ".example.com", slow))
                .toList());
        assertThat(rehearsal.startedAtMillis).hasSize(4);
        assertThat(rehearsal.startedAtMillis.get(1)).isBetween(7_100L, 7_300L);
    }

    @Test
    void otherFailuresDelayNoOtherTarget() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1))));
        rehearsal.outcomes = (target, attempt) -> target.host().equals("mail0.example.com") && attempt == 1
                ? failed(Stage.GREETING, Reason.CLOSED)
                : answered();
        rehearsal.run(IntStream.range(0, 3)
                .mapToObj(i -> target("one", "mail" + i + ".example.com", Settings.DEFAULT))
                .toList());
        assertThat(rehearsal.startedAtMillis.get(2)).isLessThan(500L);
    }

    @Test
    void siteThatRejectsTemporarilyGetsFewerConnectionsForAWhile() {
        SiteQueue site = new SiteQueue(100);
        site.rejectedTemporarily(0, 10);
        assertThat(site.allowance()).isEqualTo(50);
        site.rejectedTemporarily(5, 20);
        assertThat(site.allowance()).as("once per backoff").isEqualTo(50);
        site.rejectedTemporarily(10, 20);
        site.rejectedTemporarily(20, 30);
        assertThat(site.allowance()).as("at least a quarter").isEqualTo(25);
        for (int i = 0; i < 200; i++) {
            site.accepted();
        }
        assertThat(site.allowance()).as("at most the limit").isEqualTo(100);
    }

    @Test
    void smallSiteKeepsOneSlot() {
        SiteQueue site = new SiteQueue(2);
        site.rejectedTemporarily(0, 10);
        site.rejectedTemporarily(10, 20);
        assertThat(site.allowance()).isEqualTo(1);
    }

    /** The site's limit is 40: after the first rejections, at most half as many are in flight. */
    @Test
    void siteThatRejectsTemporarilyHoldsFewerSlots() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(100, 40, 1, 100_000, Duration.ZERO);
        rehearsal.takes = target -> Duration.ofSeconds(number(target) < 40 ? 1 : 10);
        rehearsal.outcomes = (target, attempt) ->
                number(target) < 40 && attempt == 1 ? failed(Stage.GREETING, Reason.RATE_LIMITED) : answered();
        int[] most = new int[1];
        rehearsal.observer = new ScanObserver() {
            @Override
            public void dialogueStarted() {
                long now = rehearsal.timers.now(TimeUnit.MILLISECONDS);
                if (now >= 1_000 && now < 10_000) {
                    most[0] = Math.max(most[0], rehearsal.inFlight);
                }
            }
        };
        rehearsal.run(Rehearsal.targets("one", 0, 60));
        assertThat(most[0]).isBetween(10, 20);
    }

    /** A site that holds its slots for a long time does not delay the others. */
    @Test
    void siteThatNeverAnswersDelaysNoOtherSite() {
        long alone = lastEndOfHealthy(false);
        long beside = lastEndOfHealthy(true);
        assertThat(beside).isLessThanOrEqualTo(alone * 5 / 4);
    }

    private static long lastEndOfHealthy(boolean blackHole) {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(500, 100, 1, 100_000, Duration.ZERO);
        List<Target> targets = new ArrayList<>();
        if (blackHole) {
            targets.addAll(Rehearsal.targets("black-hole", 0, 10_000));
        }
        for (int site = 0; site < 9; site++) {
            targets.addAll(Rehearsal.targets("healthy" + site, 10_000 + site * 500, 500));
        }
        rehearsal.takes =
                target -> target.site().equals("black-hole") ? Duration.ofSeconds(20) : Duration.ofMillis(500);
        rehearsal.outcomes = (target, attempt) ->
                target.site().equals("black-hole") ? failed(Stage.GREETING, Reason.TIMEOUT) : answered();
        rehearsal.runUntil(targets, Duration.ofSeconds(120));
        return IntStream.range(0, 9)
                .mapToLong(site -> rehearsal.lastEndOfSiteMillis("healthy" + site))
                .max()
                .orElseThrow();
    }

    /** Turns in rotation would give the quick site a seventh of the slots that are released: 3 per second. */
    @Test
    void siteThatHoldsFewerSlotsComesBeforeSlowSites() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(60, 60, 1, 100_000, Duration.ZERO);
        List<Target> targets = new ArrayList<>();
        for (int site = 0; site < 6; site++) {
            targets.addAll(Rehearsal.targets("slow" + site, site * 1_000, 100));
        }
        targets.addAll(Rehearsal.targets("quick", 6_000, 300));
        rehearsal.takes = target -> target.site().equals("quick") ? Duration.ofMillis(100) : Duration.ofSeconds(20);
        rehearsal.run(targets);
        assertThat(rehearsal.lastEndOfSiteMillis("quick")).isLessThan(6_000L);
    }

    private static int number(Target target) {
        return Integer.parseInt(target.host().substring(target.host().lastIndexOf('.') + 1));
    }

    private static Settings settings(Retry retry) {
        return Settings.DEFAULT.withRetry(retry);
    }
}
