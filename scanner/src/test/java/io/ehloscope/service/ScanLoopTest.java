package io.ehloscope.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class ScanLoopTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ScriptedService service = new ScriptedService();

    @Test
    void scansAtOnceAndThenAtEveryInterval() {
        run(MINUTE, MINUTE, "a");
        service.advance(130);
        assertThat(service.scans).containsExactly("0: a", "60: a", "120: a");
        assertThat(service.steps)
                .extracting(Step::kind)
                .containsExactly(Step.Kind.WHOLE, Step.Kind.WHOLE, Step.Kind.WHOLE);
        assertThat(service.next).isEqualTo(ScriptedService.START.plusSeconds(180));
    }

    @Test
    void intervalHasJitterOfFivePercent() {
        service.random = 1;
        run(MINUTE, MINUTE, "a");
        service.advance(30);
        service.random = 0;
        service.advance(100);
        assertThat(service.scans).containsExactly("0: a", "63: a", "120: a");
    }

    @Test
    void overrunningScanIsFollowedByTheNextWithoutOverlap() {
        service.scanTakes = Duration.ofSeconds(100);
        run(MINUTE, Duration.ofSeconds(1), "a");
        service.advance(310);
        assertThat(service.scans).containsExactly("0: a", "100: a", "200: a", "300: a");
        assertThat(service.mostRunning).isEqualTo(1);
        assertThat(service.overruns).hasSize(3).containsOnly(Duration.ofSeconds(100));
    }

    @Test
    void cancellationEndsTheScanInProgress() {
        Disposable loop = run(MINUTE, MINUTE, "a");
        service.advance(5);
        loop.dispose();
        service.advance(3600);
        assertThat(service.running).isZero();
        assertThat(service.steps).isEmpty();
        assertThat(service.scans).hasSize(1);
    }

    @Test
    void failedScanIsFollowedByTheNextOnSchedule() {
        service.fails = true;
        run(MINUTE, MINUTE, "a");
        service.advance(30);
        service.fails = false;
        service.advance(100);
        assertThat(service.scans).containsExactly("0: a", "60: a", "120: a");
        assertThat(service.steps).hasSize(2);
    }

    @Test
    void targetsWithFindingsAreRecheckedInANewSnapshot() {
        service.down.add("b");
        run(HOUR, MINUTE, "a", "b", "c");
        service.advance(100);
        assertThat(service.scans).containsExactly("0: a b c", "70: b");
        Snapshot whole = service.steps.get(0).snapshot();
        service.down.clear();
        service.advance(100);
        assertThat(service.scans).containsExactly("0: a b c", "70: b", "140: b");
        assertThat(service.verdicts()).isEqualTo("a=healthy b=healthy c=healthy");
        assertThat(service.last().scan().summary().finishedAt())
                .isEqualTo(whole.scan().summary().finishedAt());
        assertThat(service.last().lastAnswers()).containsEntry("b:25", ScriptedService.START.plusSeconds(150));
        assertThat(whole.scan().results().get(1).hasFinding()).isTrue();
        service.advance(3000);
        assertThat(service.scans).hasSize(3);
    }

    @Test
    void recheckTakesATenthOfTheFleetLongestUnscannedFirst() {
        String[] hosts = IntStream.range(0, 200).mapToObj(i -> "h" + i).toArray(String[]::new);
        service.down.addAll(List.of(hosts));
        run(HOUR, MINUTE, hosts);
        service.advance(160);
        assertThat(service.scans.get(1)).startsWith("70: h0 h1 ").endsWith(" h19");
        assertThat(service.scans.get(2)).startsWith("140: h20 ").endsWith(" h39");
    }

    @Test
    void recheckIsStoppedWithoutEffectWhenTheWholeScanIsDue() {
        service.down.add("b");
        run(Duration.ofSeconds(90), MINUTE, "a", "b");
        service.advance(60);
        service.scanTakes = Duration.ofSeconds(50);
        service.advance(31);
        assertThat(service.scans).containsExactly("0: a b", "70: b", "90: a b");
        assertThat(service.verdicts()).isEqualTo("a=healthy b=unreachable");
        assertThat(service.mostRunning).isEqualTo(1);
    }

    @Test
    void duplicateRequestsAreMerged() {
        run(HOUR, HOUR, "a", "b", "c");
        service.advance(5);
        service.requests.scan(only("b"));
        service.requests.scan(only("b"));
        service.requests.scan(only("c"));
        service.advance(100);
        assertThat(service.scans).containsExactly("0: a b c", "10: b c");
    }

    @Test
    void wholeScanIncludesPendingRequestsAndRestartsTheInterval() {
        run(HOUR, HOUR, "a", "b");
        service.advance(5);
        service.requests.scan(only("b"));
        service.requests.scan();
        service.requests.scan(only("a"));
        service.advance(3600);
        assertThat(service.scans).containsExactly("0: a b", "10: a b");
        service.advance(10);
        assertThat(service.scans).hasSize(3).last().isEqualTo("3610: a b");
    }

    @Test
    void manyPartsBecomeOneWholeScan() {
        run(HOUR, HOUR, "a", "b");
        service.advance(5);
        IntStream.rangeClosed(0, Requests.MOST_PARTS).forEach(i -> service.requests.scan(only("b" + i)));
        service.advance(20);
        assertThat(service.scans).containsExactly("0: a b", "10: a b");
    }

    @Test
    void discardedScanChangesNothing() {
        run(MINUTE, MINUTE, "a");
        service.advance(30);
        service.isValid = false;
        service.down.add("a");
        service.advance(60);
        assertThat(service.discarded).isEqualTo(1);
        assertThat(service.verdicts()).isEqualTo("a=healthy");
        service.isValid = true;
        service.advance(60);
        assertThat(service.verdicts()).isEqualTo("a=unreachable");
    }

    @Test
    void foundSnapshotIsPublishedAtOnceAndTheScheduleContinues() {
        Plan plan = ScriptedService.plan(HOUR, HOUR, "a");
        Instant then = ScriptedService.START.minus(Duration.ofMinutes(50));
        Snapshot found = Snapshot.first(service.result(plan, then, true), plan);
        service.loop(plan, found).run().subscribe();
        assertThat(service.steps).extracting(Step::kind).containsExactly(Step.Kind.FOUND);
        service.advance(599);
        assertThat(service.scans).isEmpty();
        service.advance(1);
        assertThat(service.scans).containsExactly("600: a");
    }

    @Test
    void overdueScanWaitsForTheOffsetOfThisScanner() {
        Plan plan = ScriptedService.plan(HOUR, HOUR, "a");
        Snapshot found =
                Snapshot.first(service.result(plan, ScriptedService.START.minus(HOUR.multipliedBy(5)), true), plan);
        service.loop(plan, found).run().subscribe();
        service.advance(60);
        assertThat(service.scans).hasSize(1);
        Timetable table = new Timetable(plan.schedule(), 0);
        assertThat(table.offset("one")).isNotEqualTo(table.offset("two")).isLessThan(MINUTE);
    }

    @Test
    void newPlanTakesEffectBetweenScansAndOnlyNewTargetsAreScanned() {
        run(HOUR, HOUR, "a", "b");
        service.advance(5);
        service.requests.follow(ScriptedService.plan(HOUR, HOUR, "b", "c"));
        service.advance(4);
        assertThat(service.steps).isEmpty();
        service.advance(30);
        assertThat(service.scans).containsExactly("0: a b", "10: c");
        assertThat(service.steps)
                .extracting(Step::kind)
                .containsExactly(Step.Kind.WHOLE, Step.Kind.RELOADED, Step.Kind.AGAIN);
        assertThat(service.verdicts()).isEqualTo("b=healthy c=healthy");
        assertThat(service.last().scan().results().get(0).startedAt()).isEqualTo(ScriptedService.START.plusSeconds(10));
    }

    @Test
    void shorterIntervalTakesEffectAtOnce() {
        run(HOUR, HOUR, "a");
        service.advance(20);
        service.requests.follow(ScriptedService.plan(MINUTE, MINUTE, "a"));
        service.advance(45);
        assertThat(service.scans).containsExactly("0: a", "60: a");
    }

    private Disposable run(Duration interval, Duration recheck, String... hosts) {
        return service.loop(ScriptedService.plan(interval, recheck, hosts), null)
                .run()
                .subscribe();
    }

    private static TargetSelector only(String host) {
        return new TargetSelector(List.of(), List.of(host));
    }
}
