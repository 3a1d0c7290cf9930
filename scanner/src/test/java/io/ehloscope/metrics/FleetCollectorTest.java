package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.plan.PerTarget;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetCollectorTest {

    private static final Instant LATER = FixedScan.START.plus(Duration.ofMinutes(15));

    private final FleetCollector collector = new FleetCollector();

    @Test
    void noSeriesBeforeTheFirstScan() {
        assertThat(collector.collect().size()).isZero();
    }

    @Test
    void lastPublishedScanIsShown() {
        ScanResult scan = FixedScan.completed(PerTarget.ALL);
        collector.publish(scan);
        assertThat(value(collector.collect(), MetricNames.SCAN_TARGETS)).isEqualTo(11);
    }

    @Test
    void lastAnswerTimestampIsKeptAcrossScansWithoutAnswer() {
        collector.publish(scan(FixedScan.healthy("emea", "mail", FixedScan.START), FixedScan.START));
        collector.publish(scan(FixedScan.unreachable("emea", "mail", LATER), LATER));
        collector.publish(scan(FixedScan.unreachable("emea", "mail", LATER), LATER));
        assertThat(value(collector.collect(), MetricNames.TARGET_LAST_ANSWER_TIMESTAMP))
                .isEqualTo(FixedScan.START.getEpochSecond() + 0.25);
        assertThat(value(collector.collect(), MetricNames.TARGET_ANSWERED)).isZero();
    }

    @Test
    void newAnswerUpdatesLastAnswerTimestamp() {
        collector.publish(scan(FixedScan.healthy("emea", "mail", FixedScan.START), FixedScan.START));
        collector.publish(scan(FixedScan.healthy("emea", "mail", LATER), LATER));
        assertThat(value(collector.collect(), MetricNames.TARGET_LAST_ANSWER_TIMESTAMP))
                .isEqualTo(LATER.getEpochSecond() + 0.25);
    }

    @Test
    void targetThatNeverAnsweredHasNoLastAnswerTimestamp() {
        collector.publish(scan(FixedScan.unreachable("emea", "mail", LATER), LATER));
        assertThat(points(collector.collect(), MetricNames.TARGET_LAST_ANSWER_TIMESTAMP))
                .isEmpty();
    }

    @Test
    void removedTargetLosesItsLastAnswerTimestamp() {
        collector.publish(scan(FixedScan.healthy("emea", "mail", FixedScan.START), FixedScan.START));
        collector.publish(scan(FixedScan.healthy("emea", "other", LATER), LATER));
        collector.publish(scan(FixedScan.unreachable("emea", "mail", LATER), LATER));
        assertThat(points(collector.collect(), MetricNames.TARGET_LAST_ANSWER_TIMESTAMP))
                .isEmpty();
    }

    @Test
    void everyScrapeShowsExactlyOneScanDuringConcurrentPublishing() throws ExecutionException, InterruptedException {
        ScanResult small = many(10);
        ScanResult large = many(400);
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(collector);
        collector.publish(small);
        AtomicBoolean scraping = new AtomicBoolean(true);
        CompletableFuture<Integer> publisher =
                CompletableFuture.supplyAsync(() -> publishInTurns(small, large, scraping));
        for (int i = 0; i < 2000; i++) {
            MetricSnapshots scrape = registry.scrape();
            double targets = value(scrape, MetricNames.SCAN_TARGETS);
            assertThat(targets).isIn(10.0, 400.0);
            assertThat(points(scrape, MetricNames.TARGET_ANSWERED)).hasSize((int) targets);
            assertThat(points(scrape, MetricNames.FLEET_TARGETS).stream()
                            .mapToDouble(GaugeDataPointSnapshot::getValue)
                            .sum())
                    .isEqualTo(targets);
        }
        scraping.set(false);
        assertThat(publisher.get()).isGreaterThan(1);
    }

    @Test
    void firstScanHasNoChangeSeries() {
        collector.publish(scan(FixedScan.healthy("emea", "mail", FixedScan.START), FixedScan.START));
        assertThat(points(collector.collect(), MetricNames.FLEET_CHANGED_TARGETS))
                .isEmpty();
        assertThat(points(collector.collect(), MetricNames.TARGET_CHANGED)).isEmpty();
    }

    @Test
    void scanIsComparedWithThePreviousCompletedScan() {
        collector.publish(scan(FixedScan.healthy("emea", "mail", FixedScan.START), FixedScan.START));
        collector.publish(scan(FixedScan.unreachable("emea", "mail", LATER), LATER));
        assertThat(points(collector.collect(), MetricNames.TARGET_CHANGED))
                .extracting(GaugeDataPointSnapshot::getLabels)
                .containsExactly(Labels.of("site", "emea", "target", "mail:25", "kind", "verdict"));
        assertThat(points(collector.collect(), MetricNames.FLEET_CHANGED_TARGETS))
                .extracting(each -> each.getLabels().get("site") + " " + each.getValue())
                .containsExactly("apac 0.0", "emea 1.0", "empty 0.0");

        collector.publish(scan(FixedScan.unreachable("emea", "mail", LATER), LATER));
        assertThat(points(collector.collect(), MetricNames.TARGET_CHANGED)).isEmpty();
    }

    private int publishInTurns(ScanResult one, ScanResult other, AtomicBoolean going) {
        int published = 0;
        while (going.get() || published < 2) {
            collector.publish(published++ % 2 == 0 ? other : one);
        }
        return published;
    }

    private static ScanResult many(int count) {
        List<TargetResult> results = IntStream.range(0, count)
                .mapToObj(i -> FixedScan.healthy("emea", "mail" + i, FixedScan.START))
                .toList();
        return FixedScan.of(results, PerTarget.ALL, FixedScan.START);
    }

    private static ScanResult scan(TargetResult result, Instant startedAt) {
        return FixedScan.of(List.of(result), PerTarget.ALL, startedAt);
    }

    private static double value(MetricSnapshots scrape, MetricNames name) {
        List<GaugeDataPointSnapshot> points = points(scrape, name);
        assertThat(points).hasSize(1);
        return points.get(0).getValue();
    }

    private static List<GaugeDataPointSnapshot> points(MetricSnapshots scrape, MetricNames name) {
        return scrape.stream()
                .filter(each -> each.getMetadata().getName().equals(name.key()))
                .flatMap(each -> ((GaugeSnapshot) each).getDataPoints().stream())
                .toList();
    }
}
