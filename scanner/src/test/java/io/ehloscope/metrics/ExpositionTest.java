package io.ehloscope.metrics;

import io.ehloscope.golden.Golden;
import io.ehloscope.plan.PerTarget;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** All series of the fleet and of the scanner in a scrape, without those of the JVM. */
class ExpositionTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "io", "ehloscope", "metrics", "whole.prom");

    @Test
    void wholeExpositionMatchesGoldenFile() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ScanMeters(registry, "1.2.3").inventoryRead(Instant.ofEpochSecond(1_700_000_000));
        ServiceMeters service = new ServiceMeters(registry);
        service.nextScan(Instant.ofEpochSecond(1_700_000_900));
        service.saved(Instant.ofEpochSecond(1_700_000_001));
        service.canary(true);
        EngineMeters engine = new EngineMeters(registry);
        engine.sockets("dialogue", () -> 2);
        engine.sockets("http", () -> 1);
        engine.tlsTasksWaiting(() -> 0);
        new ProbeMeters(registry);
        FleetCollector fleet = new FleetCollector();
        registry.getPrometheusRegistry().register(fleet);
        fleet.publish(FixedScan.completed(PerTarget.ALL));

        String text = registry.scrape().replaceAll("java=\"[^\"]*\"", "java=\"JAVA\"");

        Golden.assertMatches(GOLDEN, text);
    }
}
