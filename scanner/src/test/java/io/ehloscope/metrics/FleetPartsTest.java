package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.plan.PerTarget;
import io.ehloscope.snapshot.Snapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetPartsTest {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String END = "# EOF\n";

    /** For any number of targets at a time, the parts equal the exposition that the library writes for all of them. */
    @ParameterizedTest
    @CsvSource({"true, 1", "true, 2", "true, 3", "true, 1000", "false, 1", "false, 2", "false, 3", "false, 1000"})
    void concatenatedFamiliesAreTheExposition(boolean openMetrics, int targetsAtOnce) throws IOException {
        String contentType = openMetrics ? OPEN_METRICS : TEXT;
        FleetCollector fleet = new FleetCollector();
        fleet.publish(FixedScan.completed(PerTarget.ALL));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register(fleet);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        registry.scrape(whole, contentType);
        Snapshot shown = fleet.snapshot();

        SortedMap<String, ByteArrayOutputStream> parts = new TreeMap<>();
        FleetParts.write(
                shown,
                contentType,
                targetsAtOnce,
                family -> parts.computeIfAbsent(family, any -> new ByteArrayOutputStream()));

        StringBuilder text = new StringBuilder();
        parts.values().forEach(each -> text.append(each.toString(StandardCharsets.UTF_8)));
        text.append(openMetrics ? END : "");
        String expected = whole.toString(StandardCharsets.UTF_8);
        assertThat(text.toString().lines())
                .containsExactlyInAnyOrderElementsOf(expected.lines().toList());
        assertThat(text.toString().lines().filter(line -> line.startsWith("#")))
                .containsExactlyElementsOf(
                        expected.lines().filter(line -> line.startsWith("#")).toList());
        if (targetsAtOnce == 1000) {
            assertThat(text.toString()).isEqualTo(expected);
        }
        parts.forEach((family, part) -> assertThat(
                        part.toString(StandardCharsets.UTF_8).lines())
                .as(family)
                .allMatch(line -> line.contains(family)));
    }
}
