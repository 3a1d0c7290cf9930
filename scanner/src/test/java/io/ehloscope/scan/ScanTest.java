package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.answered;
import static io.ehloscope.scan.Rehearsal.failed;
import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Target;
import io.ehloscope.result.TargetResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Results, stop, cancellation, and bugs of a scan; in virtual time, with simulated dialogues. */
class ScanTest {

    @Test
    void everyTargetGivesExactlyOneResult() {
        Rehearsal rehearsal = new Rehearsal();
        List<Target> targets = Rehearsal.targets("one", 0, 300);
        List<TargetResult> results = rehearsal.run(targets);
        assertThat(results).hasSize(300);
        assertThat(results).extracting(each -> each.target().id()).doesNotHaveDuplicates();
        assertThat(results).allMatch(each -> each.verdict() == Verdict.HEALTHY && each.attempts() == 1);
    }

    /** A scan that starts near midnight, in any time zone, uses one date for all targets: that of UTC. */
    @ParameterizedTest
    @CsvSource({
        "2027-01-31T23:59:59.999Z, Asia/Tokyo, 2027-01-31",
        "2027-02-01T00:00:00Z, Asia/Tokyo, 2027-02-01",
        "2027-02-01T00:00:00Z, America/New_York, 2027-02-01",
        "2027-01-31T00:00:00Z, America/New_York, 2027-01-31"
    })
    void allTargetsAreAssessedByTheDateInUtc(Instant beginning, ZoneId zone, LocalDate date) {
        Rehearsal rehearsal = new Rehearsal();
        Instant[] now = {beginning};
        rehearsal.clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                throw new UnsupportedOperationException("one zone is enough");
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        rehearsal.outcomes = (target, attempt) -> {
            now[0] = beginning.plus(Duration.ofDays(2));
            return answered();
        };
        rehearsal.run(Rehearsal.targets("one", 0, 3));
        assertThat(rehearsal.assessedOn).containsExactly(date);
    }

    @Test
    void emptyPlanEndsAtOnce() {
        assertThat(new Rehearsal().run(List.of())).isEmpty();
    }

    @Test
    void stopKeepsFinishedResultsAndSkipsTheRest() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(10, 10, 1, 100_000, Duration.ZERO);
        rehearsal.dialogueTakes = Duration.ofSeconds(1);
        rehearsal.outcomes = (target, attempt) ->
                target.host().endsWith(".0") ? failed(Stage.GREETING, Reason.REJECTED_TEMPORARILY) : answered();
        List<TargetResult> results = rehearsal.runUntil(Rehearsal.targets("one", 0, 100), Duration.ofMillis(1_500));
        assertThat(results).hasSize(100);
        assertThat(new HashSet<>(
                        results.stream().map(each -> each.target().id()).toList()))
                .hasSize(100);
        assertThat(results)
                .filteredOn(each -> each.verdict() == Verdict.HEALTHY)
                .hasSize(9);
        assertThat(results)
                .filteredOn(each -> each.verdict() == Verdict.SKIPPED)
                .as("also the one that failed once: its verdict is unknown, and its last failure is reported")
                .hasSize(91)
                .anySatisfy(each -> assertThat(((ProbeOutcome.Skipped) each.outcome()).why())
                        .contains("rehearsed"));
        assertThat(rehearsal.inFlight).isZero();
    }

    @Test
    void cancellingClosesEveryDialogue() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.dialogueTakes = Duration.ofHours(1);
        StepVerifier.create(rehearsal.results(Rehearsal.targets("one", 0, 100), Flux.never()))
                .then(() -> rehearsal.advance(Duration.ofSeconds(1)))
                .then(() -> assertThat(rehearsal.inFlight).isPositive())
                .thenCancel()
                .verify(Duration.ofSeconds(10));
        assertThat(rehearsal.inFlight).isZero();
    }

    @Test
    void everyStartedDialogueIsReportedAsEnded() {
        Rehearsal rehearsal = new Rehearsal();
        Counts counts = new Counts();
        rehearsal.observer = counts;
        rehearsal.takes = target -> target.host().endsWith(".1") ? Duration.ofMillis(100) : Duration.ofHours(1);
        rehearsal.runUntil(Rehearsal.targets("one", 0, 100), Duration.ofSeconds(1));
        assertThat(counts.started).isEqualTo(100);
        assertThat(counts.ended).isEqualTo(1);
        assertThat(counts.cut).isEqualTo(99);
    }

    /** Counts notifications. */
    private static final class Counts implements ScanObserver {
        private int started;
        private int ended;
        private int cut;

        @Override
        public void dialogueStarted() {
            started++;
        }

        @Override
        public void dialogueEnded(ProbeOutcome outcome) {
            ended++;
        }

        @Override
        public void dialogueCut() {
            cut++;
        }
    }

    @Test
    void hundredThousandTargetsGiveOneResultEach() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(2_000, 1_000, 1, 1_000_000, Duration.ZERO);
        rehearsal.outcomes = (target, attempt) ->
                (target.hashCode() + attempt) % 10 == 0 ? failed(Stage.EHLO, Reason.TIMEOUT) : answered();
        List<Target> targets = new ArrayList<>();
        for (int site = 0; site < 10; site++) {
            targets.addAll(Rehearsal.targets("site" + site, site * 10_000, 10_000));
        }
        List<TargetResult> results = rehearsal.run(targets);
        assertThat(new HashSet<>(
                        results.stream().map(each -> each.target().id()).toList()))
                .hasSize(100_000);
        assertThat(results).hasSize(100_000);
        assertThat(rehearsal.mostInFlight).isLessThanOrEqualTo(2_000);
    }

    @Test
    void bugInADialogueFailsTheScan() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomes = (target, attempt) -> {
            throw new IllegalStateException("a bug");
        };
        StepVerifier.create(rehearsal.results(Rehearsal.targets("one", 0, 10), Flux.never()))
                .then(() -> rehearsal.advance(Duration.ofSeconds(1)))
                .expectErrorMessage("a bug")
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void bugInAnAssessmentFailsTheScan() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.assess = outcome -> {
            throw new IllegalStateException("a bug");
        };
        StepVerifier.create(rehearsal.results(Rehearsal.targets("one", 0, 10), Flux.never()))
                .then(() -> rehearsal.advance(Duration.ofSeconds(1)))
                .expectErrorMessage("a bug")
                .verify(Duration.ofSeconds(10));
        assertThat(rehearsal.inFlight).isZero();
    }
}
