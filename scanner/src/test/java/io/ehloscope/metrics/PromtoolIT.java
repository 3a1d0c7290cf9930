package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks the exposition and the rules with promtool. */
class PromtoolIT {

    @Test
    void fleetSeriesPassPromtool() throws IOException, InterruptedException {
        assertThat(check(Files.readString(FleetTextTest.GOLDEN))).isEmpty();
    }

    @Test
    void scannerSeriesPassPromtool() throws IOException, InterruptedException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ScanMeters(registry, "1.2.3").lookedUp(Duration.ofMillis(1));
        new ServiceMeters(registry).canary(true);
        EngineMeters engine = new EngineMeters(registry);
        engine.sockets("dialogue", () -> 1);
        engine.tlsTasksWaiting(() -> 0);
        new ProbeMeters(registry).begun().ended(ProbeMeters.Outcome.PROBED);
        assertThat(check(registry.scrape())).isEmpty();
    }

    @Test
    void processSeriesPassPromtool() throws IOException, InterruptedException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ProcessMeters process = new ProcessMeters(registry);
        try {
            assertThat(check(registry.scrape())).isEmpty();
        } finally {
            process.close();
        }
    }

    @Test
    void rulesPassPromtool() throws IOException, InterruptedException {
        assertThat(promtool(
                        "",
                        "check",
                        "rules",
                        "--lint=all",
                        "--lint-fatal",
                        "../grafana/recording.yml",
                        "../grafana/alerts.yml"))
                .contains("SUCCESS");
    }

    @Test
    void alertRulesPassTheirTests() throws IOException, InterruptedException {
        assertThat(promtool("", "test", "rules", "../grafana/alerts-test.yml")).contains("SUCCESS");
    }

    /** Returns promtool's output for this text. */
    private static String check(String metrics) throws IOException, InterruptedException {
        return promtool(metrics, "check", "metrics");
    }

    private static String promtool(String in, String... arguments) throws IOException, InterruptedException {
        assumeTrue(
                isOnThePath(),
                "promtool is not on the PATH, so it cannot say what it thinks: apt-get install prometheus");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream stdin = promtool.getOutputStream()) {
            stdin.write(in.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(output).isZero();
        return output;
    }

    private static boolean isOnThePath() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    }
}
