package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.demo.HealthyFleet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that send endlessly inside TLS exhaust no memory of the scanner and do not affect the results of others. */
@Timeout(180)
class HostileTlsIT {

    private static final int HOSTILE = 200;
    private static final int HEALTHY = 2_000;

    /** At about 1.2 KiB per session, the sessions of a third of the hostile servers would fill the heap. */
    private static final int TICKETS = 2_000;

    @TempDir
    Path directory;

    @Test
    void endlessSessionTicketsDoNotAffectHealthyServers() throws Exception {
        Process hostile = startHostile();
        try (HealthyFleet healthy = new HealthyFleet(HEALTHY)) {
            String port = Objects.requireNonNull(hostile.inputReader().readLine(), "the port of the hostile servers");

            ProcessResult ended = ProcessResult.run(PackagedJar.service(
                    List.of("-Xmx128m"), "scan", inventory(healthy, port), "-o", "ndjson", "--fail-on", "partial"));

            assertThat(ended.exitCode()).as(ended.stderr()).isZero();
            List<String> targets = ended.stdout()
                    .lines()
                    .filter(line -> line.contains("\"verdict\""))
                    .toList();
            assertThat(of(targets, "healthy", "\"verdict\":\"healthy\"")).isEqualTo(HEALTHY);
            assertThat(of(targets, "hostile", "\"verdict\":\"unreachable\"")).isEqualTo(HOSTILE);
            assertThat(of(targets, "hostile", "\"reason\":\"too_large\"")
                            + of(targets, "hostile", "\"reason\":\"tls_failed\""))
                    .isEqualTo(HOSTILE);
        } finally {
            hostile.destroyForcibly().waitFor();
        }
    }

    private static long of(List<String> targets, String site, String member) {
        return targets.stream()
                .filter(line -> line.contains("\"site\":\"" + site + "\"") && line.contains(member))
                .count();
    }

    private Process startHostile() throws IOException, InterruptedException {
        TestCertificate certificate = TestCertificate.in(directory);
        Path script = directory.resolve("tickets.py");
        try (var in = Objects.requireNonNull(HostileTlsIT.class.getResourceAsStream("tickets.py"))) {
            Files.copy(in, script);
        }
        return new ProcessBuilder(
                        Installed.program("python3").toString(),
                        script.toString(),
                        Integer.toString(HOSTILE),
                        Integer.toString(TICKETS),
                        certificate.certificate().toString(),
                        certificate.key().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private String inventory(HealthyFleet healthy, String port) throws IOException {
        String text = """
                version: 1
                ehlo_name: scanner.example.com
                defaults: {timeouts: {greeting: 30s, reply: 30s, total: 60s}, retry: {attempts: 1}}
                limits: {concurrency: 500, per_site: 500, connects_per_second: 2000}
                sites:
                  - name: hostile
                    servers: [{host: "127.66.0.[1-%d]", port: %s, tls: implicit}]
                  - name: healthy
                    port: %d
                    profile: exchange-2003
                    servers: [%s]
                """.formatted(HOSTILE, port, healthy.port(), String.join(", ", healthy.addresses()));
        return Files.write(directory.resolve("inventory.yml"), text.getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
