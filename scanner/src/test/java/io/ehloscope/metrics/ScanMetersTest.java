package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Timings;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.SourceState;
import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.ScanLimit;
import io.ehloscope.scan.ScanQueue;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class ScanMetersTest {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();
    private final ScanMeters meters = new ScanMeters(registry, "1.2.3");
    private final ServiceMeters service = new ServiceMeters(registry);
    private final EngineMeters engine = new EngineMeters(registry);

    @BeforeEach
    void registerEveryMeter() {
        SourceState state = new SourceState("a.json", 2, 0, Instant.EPOCH, List.of());
        new SourceMeters(registry).follow(() -> List.of(state), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        service.nextScan(Instant.EPOCH);
        service.saved(Instant.EPOCH);
        service.canary(true);
        engine.sockets("dialogue", () -> 0);
        engine.tlsTasksWaiting(() -> 0);
        new ProbeMeters(registry);
        new WebMeters(registry).configRead();
    }

    @Test
    void everyFamilyIsInMetricNames() {
        List<String> known = Arrays.stream(MetricNames.values())
                .filter(each -> each.origin() == MetricOrigin.PROGRAM)
                .map(MetricNames::key)
                .sorted()
                .toList();
        assertThat(FleetTextTest.families(registry.scrape())).isEqualTo(known);
    }

    @Test
    void everyFamilyHasTypeAndHelpOfMetricNames() {
        String text = registry.scrape();
        for (MetricNames name : MetricNames.values()) {
            if (name.origin() == MetricOrigin.PROGRAM && !name.key().endsWith("_max")) {
                String type =
                        name.type() == MetricType.INFO ? "gauge" : name.type().label();
                assertThat(text)
                        .contains("# TYPE " + name.key() + " " + type + "\n")
                        .contains("# HELP " + name.key() + " " + name.help() + "\n");
            }
        }
        assertThat(text).contains("ehlo_build_info{java=\"").contains("version=\"1.2.3\"} 1\n");
    }

    @Test
    void everyLabelValueOfAClosedSetStartsAtZero() {
        assertThat(registry.scrape().lines())
                .contains("ehlo_scans_total{outcome=\"completed\"} 0.0")
                .contains("ehlo_scans_total{outcome=\"interrupted\"} 0.0")
                .contains("ehlo_probe_attempts_total 0.0")
                .contains("ehlo_probe_phase_seconds_count{stage=\"ehlo_tls\"} 0")
                .filteredOn(each -> each.startsWith("ehlo_probe_retries_total"))
                .hasSameSizeAs(Reason.values())
                .allMatch(each -> each.endsWith(" 0.0"));
    }

    @Test
    void dialogueIsInFlightFromStartToEnd() {
        meters.dialogueStarted();
        meters.dialogueStarted();
        meters.dialogueStarted();
        meters.dialogueEnded(failedAfter(Duration.ofMillis(70)));
        meters.dialogueCut();
        assertThat(registry.scrape().lines()).contains("ehlo_dialogues_in_flight 1.0", "ehlo_probe_attempts_total 3.0");
    }

    @Test
    void dialogueStagesAndLookupsAreTimed() {
        meters.lookedUp(Duration.ofMillis(5));
        meters.dialogueStarted();
        meters.dialogueEnded(failedAfter(Duration.ofMillis(70)));
        assertThat(registry.scrape().lines())
                .contains(
                        "ehlo_probe_phase_seconds_bucket{stage=\"dns\",le=\"0.01\"} 1",
                        "ehlo_probe_phase_seconds_bucket{stage=\"connect\",le=\"0.01\"} 0",
                        "ehlo_probe_phase_seconds_bucket{stage=\"connect\",le=\"0.1\"} 1",
                        "ehlo_probe_phase_seconds_sum{stage=\"connect\"} 0.07");
    }

    @Test
    void waitsAreTimedByQueueAndDelaysByLimit() {
        meters.waited(ScanQueue.SLOT, Duration.ofSeconds(3));
        meters.heldBack(ScanLimit.PER_SITE, Duration.ofMillis(1_500));
        assertThat(registry.scrape().lines())
                .contains(
                        "ehlo_scan_queue_wait_seconds_bucket{queue=\"slot\",le=\"1.0\"} 0",
                        "ehlo_scan_queue_wait_seconds_bucket{queue=\"slot\",le=\"10.0\"} 1",
                        "ehlo_scan_queue_wait_seconds_count{queue=\"address\"} 0",
                        "ehlo_scan_held_seconds_total{limit=\"per_site\"} 1.5",
                        "ehlo_scan_held_seconds_total{limit=\"concurrency\"} 0.0");
    }

    @Test
    void retriesAreCountedByReason() {
        meters.retryScheduled(Reason.TIMEOUT);
        assertThat(registry.scrape()).contains("ehlo_probe_retries_total{reason=\"timeout\"} 1.0\n");
    }

    @Test
    void scanIsInProgressUntilItEnds() {
        Sinks.One<ScanResult> scan = Sinks.one();
        Disposable running = meters.counting(scan.asMono()).subscribe();
        assertThat(registry.scrape()).contains("ehlo_scan_in_progress 1.0\n");
        scan.tryEmitValue(FixedScan.completed(PerTarget.ALL));
        assertThat(running.isDisposed()).isTrue();
        assertThat(registry.scrape().lines())
                .contains("ehlo_scan_in_progress 0.0", "ehlo_scans_total{outcome=\"completed\"} 1.0");
    }

    @Test
    void cancelledScanIsNoLongerInProgress() {
        meters.counting(Mono.never()).subscribe().dispose();
        assertThat(registry.scrape().lines())
                .contains("ehlo_scan_in_progress 0.0", "ehlo_scans_total{outcome=\"completed\"} 0.0");
    }

    @Test
    void rejectedInventoryKeepsTheTimestampOfTheLastValidOne() {
        meters.inventoryRead(FixedScan.START);
        assertThat(registry.scrape()).contains("ehlo_inventory_last_reload_successful 1.0\n");
        meters.inventoryRefused();
        assertThat(registry.scrape().lines())
                .contains(
                        "ehlo_inventory_last_reload_successful 0.0",
                        "ehlo_inventory_last_reload_success_timestamp_seconds 1.7723664E9");
    }

    @Test
    void processAndJvmMetersAreRegistered() {
        try (ProcessMeters process = new ProcessMeters(registry)) {
            assertThat(process).isNotNull();
            assertThat(registry.scrape())
                    .contains("jvm_memory_used_bytes{")
                    .contains("process_uptime_seconds ")
                    .contains("jvm_threads_live_threads ");
        }
    }

    private static ProbeOutcome failedAfter(Duration connect) {
        Timings timings = new Timings(Map.of(Stage.CONNECT, connect), connect);
        return new ProbeOutcome.Failed(
                Failure.of(Stage.GREETING, Reason.TIMEOUT, "a fixture"), Observation.NOTHING.withTimings(timings));
    }

    @Test
    void gaugesAreAbsentBeforeTheirFirstEvent() {
        PrometheusMeterRegistry fresh = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ServiceMeters idle = new ServiceMeters(fresh);
        assertThat(fresh.scrape())
                .contains("ehlo_scan_overruns_total 0.0", "ehlo_history_changes_lost_total 0.0")
                .doesNotContain("ehlo_canary_answered", "ehlo_scan_next_timestamp", "ehlo_snapshot_last_saved");
        idle.canary(false);
        assertThat(fresh.scrape()).contains("ehlo_canary_answered 0.0");
    }

    @Test
    void changesAreWaitingUntilWrittenOrLost() {
        service.historyTakes(10);
        service.historyWrote(6);
        service.historyLost(1);
        assertThat(registry.scrape().lines())
                .contains("ehlo_history_changes_waiting 3.0")
                .contains("ehlo_history_changes_written_total 6.0")
                .contains("ehlo_history_changes_lost_total 1.0");
    }
}
