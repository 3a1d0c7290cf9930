package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} with a real Prometheus and promtool, and with one server whose Exchange is not loaded. */
@Timeout(120)
class PrometheusIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void prometheusCountsTheFourMissingVerbs() throws Exception {
        try (BareWindowsServer windows = BareWindowsServer.start();
                RealServer serve = serve(windows);
                PrometheusServer prometheus = PrometheusServer.start(directory, serve.target())) {
            assertThat(prometheus.value("sum(ehlo_missing_exchange_verbs)")).isEqualTo("4");
            assertThat(prometheus.value("ehlo_target_verdict{verdict='not_loaded'}"))
                    .isEqualTo("1");
            assertThat(prometheus.value("ehlo_fleet_targets{site='lab',verdict='healthy'}"))
                    .isEqualTo("0");
            assertThat(prometheus.value("up{job='ehloscope'}")).isEqualTo("1");
        }
    }

    @Test
    void promtoolAcceptsTheMetrics() throws Exception {
        Path promtool = Installed.program("promtool");
        try (BareWindowsServer windows = BareWindowsServer.start();
                RealServer serve = serve(windows)) {
            serve.await("be ready", LIMIT, () -> Page.of(serve, "/-/ready"));
            String metrics = serve.await("show metrics", LIMIT, () -> Page.of(serve, "/metrics"));

            ProcessResult ended = ProcessResult.run(List.of(promtool.toString(), "check", "metrics"), metrics);

            assertThat(metrics).contains("ehlo_missing_exchange_verbs{");
            assertThat(ended).isEqualTo(new ProcessResult(0, "", ""));
        }
    }

    @Test
    void sigtermEndsServeWithExitCodeZero() throws Exception {
        try (BareWindowsServer windows = BareWindowsServer.start();
                RealServer serve = serve(windows)) {
            serve.await("be ready", LIMIT, () -> Page.of(serve, "/-/ready"));

            assertThat(serve.terminate()).as(serve.output()).isZero();
        }
    }

    private RealServer serve(BareWindowsServer windows) throws IOException, InterruptedException {
        String inventory = """
                version: 1
                ehlo_name: scanner.test
                sites:
                  - name: lab
                    profile: exchange-2003
                    servers: ['%s']
                """.formatted(windows.target());
        Path file = Files.writeString(directory.resolve("inventory.yml"), inventory);
        return RealServer.start(
                directory,
                (own, port) -> PackagedJar.command("serve", file.toString(), "--web.listen-address=127.0.0.1:" + port));
    }
}
