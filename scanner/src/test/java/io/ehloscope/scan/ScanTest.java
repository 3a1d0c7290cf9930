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
import io.ehloscope.inventory.Limits;
import io.ehloscope.inventory.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The pipeline in virtual time, with dialogues that are only rehearsed. */
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

    /** Whoever starts a scan near midnight, and wherever: the whole of it is judged by one date, that of UTC. */
    @ParameterizedTest
    @CsvSource({
        "2027-01-31T23:59:59.999Z, Asia/Tokyo, 2027-01-31",
        "2027-02-01T00:00:00Z, Asia/Tokyo, 2027-02-01",
        "2027-02-01T00:00:00Z, America/New_York, 2027-02-01",
        "2027-01-31T00:00:00Z, America/New_York, 2027-01-31"
    })
    void allTargetsAreJudgedByTheDateInUtc(Instant beginning, ZoneId zone, LocalDate date) {
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
        assertThat(rehearsal.judgedOn).containsExactly(date);
    }

    @Test
    void anEmptyPlanEndsAtOnce() {
        assertThat(new Rehearsal().run(List.of())).isEmpty();
    }

    @Test
    void neverMoreDialoguesThanTheOverallLimit() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(7, 100, 1, 100_000, Duration.ZERO);
        rehearsal.run(Rehearsal.targets("one", 0, 200));
        assertThat(rehearsal.mostInFlight).isEqualTo(7);
    }

    @Test
    void neverMoreDialoguesThanTheSiteLimit() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(50, 3, 1, 100_000, Duration.ZERO);
        List<Target> targets = new ArrayList<>(Rehearsal.targets("one", 0, 100));
        targets.addAll(Rehearsal.targets("two", 100, 100));
        rehearsal.run(targets);
        assertThat(rehearsal.mostInFlight).isEqualTo(6);
        assertThat(rehearsal.mostInFlightOfOneSite).isEqualTo(3);
    }

    @Test
    void neverTwoDialoguesWithOneAddressWhateverItsName() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1))));
        List<Target> targets = IntStream.range(0, 20)
                .mapToObj(i -> target("one", "mail" + i + ".example.com", Settings.DEFAULT))
                .toList();
        assertThat(rehearsal.run(targets)).hasSize(20);
        assertThat(rehearsal.mostInFlightOfOneAddress).isEqualTo(1);
    }

    @Test
    void theGapBetweenTwoDialoguesWithOneAddressIsKept() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(10, 10, 1, 10_000, Duration.ofSeconds(3));
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1))));
        rehearsal.dialogueTakes = Duration.ofSeconds(1);
        rehearsal.run(IntStream.range(0, 4)
                .mapToObj(i -> target("one", "mail" + i + ".example.com", Settings.DEFAULT))
                .toList());
        assertThat(rehearsal.startedAtMillis).hasSize(4);
        for (int i = 1; i < 4; i++) {
            assertThat(rehearsal.startedAtMillis.get(i) - rehearsal.startedAtMillis.get(i - 1))
                    .isBetween(4_000L, 4_300L);
        }
    }

    @Test
    void connectsArePaced() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(1_000, 1_000, 1, 100, Duration.ZERO);
        rehearsal.dialogueTakes = Duration.ofMillis(1);
        rehearsal.run(Rehearsal.targets("one", 0, 500));
        long last = rehearsal.startedAtMillis.get(499);
        assertThat(last).isBetween(4_800L, 5_200L);
    }

    @Test
    void aTransientFailureIsTriedAgainAfterItsBackoff() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomes =
                (target, attempt) -> attempt < 3 ? failed(Stage.GREETING, Reason.REJECTED_TEMPORARILY) : answered();
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 1));
        assertThat(results.get(0).attempts()).isEqualTo(3);
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
        // backoff 1 s then 2 s, jitter 0.5 drawn in its middle, dialogues of 100 ms
        assertThat(rehearsal.startedAtMillis.get(1)).isBetween(1_100L, 1_300L);
        assertThat(rehearsal.startedAtMillis.get(2)).isBetween(3_200L, 3_500L);
    }

    @Test
    void attemptsAreBounded() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomes = (target, attempt) -> failed(Stage.EHLO, Reason.TIMEOUT);
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 5));
        assertThat(results).allMatch(each -> each.attempts() == 3 && each.verdict() == Verdict.UNREACHABLE);
    }

    @Test
    void aFinalFailureIsNotTriedAgain() {
        for (Reason reason : List.of(Reason.REJECTED_PERMANENTLY, Reason.NOT_SMTP, Reason.TOO_LARGE)) {
            Rehearsal rehearsal = new Rehearsal();
            rehearsal.outcomes = (target, attempt) -> failed(Stage.GREETING, reason);
            assertThat(rehearsal.run(Rehearsal.targets("one", 0, 1)).get(0).attempts())
                    .as(reason.label())
                    .isEqualTo(1);
        }
    }

    @Test
    void aNameThatDoesNotExistIsLookedUpOnce() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names =
                name -> Mono.just(new Lookup.Missing<>(Failure.of(Stage.DNS, Reason.NOT_FOUND, "no address is known")));
        List<TargetResult> results = rehearsal.run(List.of(target("one", "gone.example.com", Settings.DEFAULT)));
        assertThat(results.get(0).failure()).extracting(Failure::stage).isEqualTo(Stage.DNS);
        assertThat(rehearsal.lookups).isEqualTo(1);
    }

    @Test
    void aLookupWithoutAnswerIsTriedAgain() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names = name -> rehearsal.lookups < 3
                ? Mono.just(new Lookup.Missing<>(Failure.of(Stage.DNS, Reason.TIMEOUT, "no answer")))
                : Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(9))));
        List<TargetResult> results = rehearsal.run(List.of(target("one", "late.example.com", Settings.DEFAULT)));
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(results.get(0).attempts()).isEqualTo(3);
    }

    @Test
    void theNextAddressIsTriedAtOnceWhereOneCannotBeConnectedTo() {
        Rehearsal rehearsal = new Rehearsal();
        InetAddress dead = Rehearsal.address(1);
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(dead, Rehearsal.address(2))));
        rehearsal.byAddress = address -> address.equals(dead) ? failed(Stage.CONNECT, Reason.REFUSED) : answered();
        List<TargetResult> results = rehearsal.run(List.of(target("one", "two.example.com", Settings.DEFAULT)));
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(results.get(0).attempts()).isEqualTo(2);
        assertThat(rehearsal.startedAtMillis.get(1)).isLessThan(200L);
    }

    @Test
    void aRetryWaitsOutsideTheSlots() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(1, 1, 1, 10_000, Duration.ZERO);
        rehearsal.outcomes =
                (target, attempt) -> target.host().equals("127.0.0.0") ? failed(Stage.EHLO, Reason.RESET) : answered();
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 5));
        assertThat(results.get(4).target().host()).isEqualTo("127.0.0.0");
        assertThat(rehearsal.startedAtMillis.get(4))
                .as("the fifth start is the last healthy one")
                .isLessThan(600L);
    }

    @Test
    void aSiteThatNeverAnswersDelaysOnlyItself() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(20, 10, 1, 100_000, Duration.ZERO);
        List<Target> targets = new ArrayList<>(Rehearsal.targets("silent", 0, 500));
        targets.addAll(Rehearsal.targets("quick", 500, 100));
        rehearsal.takes = target -> target.site().equals("silent") ? Duration.ofSeconds(20) : Duration.ofMillis(100);
        rehearsal.run(targets);
        assertThat(rehearsal.lastEndOfSiteMillis("quick")).isLessThan(1_500L);
    }

    @Test
    void stoppingGivesWhatIsKnownAndSkipsTheRest() {
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
                .as("also the one that failed once: what it would have come to is unknown, and what is known is said")
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
    void everyDialogueThatIsToldOfIsToldToBeOver() {
        Rehearsal rehearsal = new Rehearsal();
        Toll toll = new Toll();
        rehearsal.observer = toll;
        rehearsal.takes = target -> target.host().endsWith(".1") ? Duration.ofMillis(100) : Duration.ofHours(1);
        rehearsal.runUntil(Rehearsal.targets("one", 0, 100), Duration.ofSeconds(1));
        assertThat(toll.started).isEqualTo(100);
        assertThat(toll.ended).isEqualTo(1);
        assertThat(toll.cut).isEqualTo(99);
    }

    /** Counts what it is told. */
    private static final class Toll implements ScanObserver {
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
    void noMoreIsBegunThanIsAskedFor() {
        Rehearsal rehearsal = new Rehearsal();
        StepVerifier.create(rehearsal.results(Rehearsal.targets("one", 0, 100), Flux.never()), 4)
                .then(() -> rehearsal.advance(Duration.ofSeconds(5)))
                .expectNextCount(4)
                .then(() -> assertThat(rehearsal.startedAtMillis).hasSize(4))
                .thenRequest(3)
                .then(() -> rehearsal.advance(Duration.ofSeconds(5)))
                .expectNextCount(3)
                .then(() -> assertThat(rehearsal.startedAtMillis).hasSize(7))
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void allAddressesAreAskedAndDisagreementIsSaid() {
        Rehearsal rehearsal = new Rehearsal();
        InetAddress odd = Rehearsal.address(2);
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1), odd)));
        rehearsal.byAddress = address -> address.equals(odd) ? failed(Stage.EHLO, Reason.NOT_SMTP) : answered();
        Settings all = Rehearsal.resolvingAll();
        List<TargetResult> results = rehearsal.run(List.of(target("one", "pair.example.com", all)));
        assertThat(results).hasSize(1);
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.INCONSISTENT);
        assertThat(results.get(0).attempts()).isEqualTo(2);
    }

    @Test
    void allAddressesThatAgreeAreOneVerdict() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1), Rehearsal.address(2))));
        Settings all = Rehearsal.resolvingAll();
        List<TargetResult> results = rehearsal.run(List.of(target("one", "pair.example.com", all)));
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void lookupsAreBounded() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(1_000, 1_000, 1, 100_000, Duration.ZERO);
        rehearsal.lookupTakes = Duration.ofMillis(50);
        rehearsal.run(IntStream.range(0, 500)
                .mapToObj(i -> target("one", "mail" + i + ".example.com", Settings.DEFAULT))
                .toList());
        assertThat(rehearsal.mostLookups).isEqualTo(64);
    }

    @Test
    void aWholeFleetOfAHundredThousandIsAccountedFor() {
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
    void aBugInADialogueEndsTheScanAloud() {
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
    void aBugInTheJudgementEndsTheScanAloud() {
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

    @Test
    void waitingForItsTurnIsNotATargetsTime() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(2, 2, 1, 10_000, Duration.ZERO);
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 100));
        assertThat(results).allMatch(each -> each.duration().toMillis() <= 200);
    }

    @Test
    void ofAddressesThatCannotBeConnectedToTheFirstOnesFailureIsSaid() {
        Rehearsal rehearsal = new Rehearsal();
        InetAddress first = Rehearsal.address(1);
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(first, Rehearsal.address(2))));
        rehearsal.byAddress =
                address -> failed(Stage.CONNECT, address.equals(first) ? Reason.TIMEOUT : Reason.UNREACHABLE);
        List<TargetResult> results = rehearsal.run(List.of(target("one", "two.example.com", Settings.DEFAULT)));
        assertThat(results.get(0).failure()).extracting(Failure::reason).isEqualTo(Reason.TIMEOUT);
        assertThat(results.get(0).attempts()).isEqualTo(6);
    }
}
