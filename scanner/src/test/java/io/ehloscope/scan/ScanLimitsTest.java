package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.result.TargetResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A scan keeps its limits; in virtual time. */
class ScanLimitsTest {

    @Test
    void dialoguesAreBoundedByConcurrency() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(7, 100, 1, 100_000, Duration.ZERO);
        rehearsal.run(Rehearsal.targets("one", 0, 200));
        assertThat(rehearsal.mostInFlight).isEqualTo(7);
    }

    @Test
    void dialoguesOfASiteAreBoundedByItsLimit() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(50, 3, 1, 100_000, Duration.ZERO);
        List<Target> targets = new ArrayList<>(Rehearsal.targets("one", 0, 100));
        targets.addAll(Rehearsal.targets("two", 100, 100));
        rehearsal.run(targets);
        assertThat(rehearsal.mostInFlight).isEqualTo(6);
        assertThat(rehearsal.mostInFlightOfOneSite).isEqualTo(3);
    }

    @Test
    void namesWithTheSameAddressShareItsLimit() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1))));
        List<Target> targets = IntStream.range(0, 20)
                .mapToObj(i -> target("one", "mail" + i + ".example.com", Settings.DEFAULT))
                .toList();
        assertThat(rehearsal.run(targets)).hasSize(20);
        assertThat(rehearsal.mostInFlightOfOneAddress).isEqualTo(1);
    }

    @Test
    void gapBetweenTwoDialoguesWithOneAddressIsKept() {
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
    void siteThatNeverAnswersDelaysOnlyItself() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(20, 10, 1, 100_000, Duration.ZERO);
        List<Target> targets = new ArrayList<>(Rehearsal.targets("silent", 0, 500));
        targets.addAll(Rehearsal.targets("quick", 500, 100));
        rehearsal.takes = target -> target.site().equals("silent") ? Duration.ofSeconds(20) : Duration.ofMillis(100);
        rehearsal.run(targets);
        assertThat(rehearsal.lastEndOfSiteMillis("quick")).isLessThan(1_500L);
    }

    @Test
    void noMoreTargetsBeginThanResultsAreRequested() {
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
    void durationOfATargetExcludesItsWaitForASlot() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(2, 2, 1, 10_000, Duration.ZERO);
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 100));
        assertThat(results).allMatch(each -> each.duration().toMillis() <= 200);
    }
}
