package io.ehloscope.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.inventory.Limits;
import io.ehloscope.inventory.PerTarget;
import io.ehloscope.inventory.Schedule;
import io.ehloscope.inventory.Trust;
import io.ehloscope.plan.Plan;
import io.ehloscope.scan.ScanHeader;
import io.ehloscope.scan.ScanResult;
import io.ehloscope.scan.ScanSummary;
import io.ehloscope.scan.Timekeeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class ScanLoopTest {

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final List<Long> started = new ArrayList<>();
    private final List<ScanResult> published = new ArrayList<>();
    private int running;
    private int mostRunning;

    @Test
    void scansAtOnceAndThenAtEveryInterval() {
        loop(Duration.ofSeconds(10)).run().subscribe();
        timers.advanceTimeBy(Duration.ofSeconds(130));
        assertThat(started).containsExactly(0L, 60L, 120L);
        assertThat(published).hasSize(3);
    }

    @Test
    void aScanThatOverrunsIsFollowedByTheNextAndNeverOverlapped() {
        loop(Duration.ofSeconds(100)).run().subscribe();
        timers.advanceTimeBy(Duration.ofSeconds(310));
        assertThat(started).containsExactly(0L, 100L, 200L, 300L);
        assertThat(mostRunning).isEqualTo(1);
    }

    @Test
    void cancellingEndsTheScanInProgress() {
        Disposable loop = loop(Duration.ofSeconds(10)).run().subscribe();
        timers.advanceTimeBy(Duration.ofSeconds(5));
        loop.dispose();
        timers.advanceTimeBy(Duration.ofHours(1));
        assertThat(running).isZero();
        assertThat(published).isEmpty();
        assertThat(started).hasSize(1);
    }

    @Test
    void aScanThatFailsIsFollowedByTheNextAtItsTime() {
        Timekeeper time = new Timekeeper(
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> timers.now(TimeUnit.NANOSECONDS), timers);
        Mono<ScanResult> scan = Mono.defer(() -> {
            started.add(timers.now(TimeUnit.SECONDS));
            return started.size() == 2 ? Mono.error(new IllegalStateException("rehearsed")) : Mono.just(empty());
        });
        new ScanLoop(scan, Duration.ofSeconds(60), time, published::add).run().subscribe();
        timers.advanceTimeBy(Duration.ofSeconds(130));
        assertThat(started).containsExactly(0L, 60L, 120L);
        assertThat(published).hasSize(2);
    }

    private ScanLoop loop(Duration scanTakes) {
        Timekeeper time = new Timekeeper(
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> timers.now(TimeUnit.NANOSECONDS), timers);
        Mono<ScanResult> scan = Mono.defer(() -> {
            started.add(timers.now(TimeUnit.SECONDS));
            mostRunning = Math.max(mostRunning, ++running);
            return Mono.delay(scanTakes, timers)
                    .map(tick -> empty())
                    .doOnNext(done -> running--)
                    .doOnCancel(() -> running--);
        });
        return new ScanLoop(scan, Duration.ofSeconds(60), time, published::add);
    }

    private static ScanResult empty() {
        Plan plan = new Plan(
                "none",
                "scanner",
                Limits.DEFAULT,
                Schedule.DEFAULT,
                PerTarget.ALL,
                List.of(),
                Trust.NONE,
                Map.of(),
                Set.of(),
                List.of());
        return new ScanResult(
                plan,
                new ScanHeader("none", "1", "scanner", Instant.EPOCH, 0),
                new ScanSummary(ScanSummary.Outcome.COMPLETED, Instant.EPOCH, Duration.ZERO, Map.of(), 0),
                List.of());
    }
}
