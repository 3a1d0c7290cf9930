package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.demo.LongRunFleet;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The load of a week on {@code serve}: scans without pauses between them, with scrapes, inventory reloads, and servers
 * that fail and recover. No scan is lost, and resource usage does not grow. Numbers of targets and scans:
 * {@code -Dehloscope.longrun.targets} and {@code -Dehloscope.longrun.scans}; see docs/soak.md.
 */
class LongRunIT {

    private static final int TARGETS = Integer.getInteger("ehloscope.longrun.targets", 100);
    private static final int SCANS = Integer.getInteger("ehloscope.longrun.scans", 15);

    /** The number of measurements of resource usage in a run. */
    private static final int SAMPLES = Integer.getInteger("ehloscope.longrun.samples", 2);

    private static final String HEAP = System.getProperty("ehloscope.longrun.heap", "256m");
    private static final String RETENTION = System.getProperty("ehloscope.longrun.retention", "10m");
    private static final String SCANNED = "ehlo_scans_total{outcome=\"completed\"}";
    private static final String RESCANNED = "ehlo_targets_looked_at_again_total";
    private static final int TURN = 5;
    private static final int RELOAD = 10;
    private static final int REST = 15;

    /** The maximum 99th percentile of the scrape duration, in seconds. */
    private static final double MAX_SECONDS = 1;

    /**
     * The number of scrapes from which the 99th percentile is checked; with fewer, other load on the machine decides
     * it.
     */
    private static final int MIN_SCRAPES = 500;

    @TempDir
    private Path directory;

    private Process fleet;
    private BufferedReader output;
    private int port;
    private Path inventory;

    @BeforeEach
    void start() throws IOException {
        fleet = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongRunFleet.class.getName(),
                        Integer.toString(TARGETS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = fleet.inputReader(StandardCharsets.US_ASCII);
        port = Integer.parseInt(output.readLine());
        inventory = directory.resolve("inventory.yml");
        writeInventory(TARGETS);
    }

    @AfterEach
    void stop() {
        fleet.destroyForcibly();
    }

    @Test
    void noScanIsLostAndResourceUsageDoesNotGrow() throws Exception {
        Path state = directory.resolve("state");
        List<ResourceUsage> usages = new ArrayList<>();
        try (Serving serving = Serving.start(
                directory,
                List.of("-Xmx" + HEAP),
                inventory.toString(),
                "--storage.path",
                state.toString(),
                "--history.retention",
                RETENTION)) {
            Scrapes scrapes = new Scrapes(serving);
            scrapes.until(SCANNED, count -> count == 1);
            for (int scan = 1; scan <= SCANS; scan++) {
                double expected = 1.0 + scan;
                if (scan % TURN == 0) {
                    turn();
                }
                if (scan % RELOAD == 0) {
                    reload(serving, scrapes, scan % (2 * RELOAD) == 0 ? TARGETS : TARGETS - 1);
                }
                post(serving, "/-/scan", 202);
                scrapes.until(SCANNED, count -> count == expected);
                if (scan % REST == 0) {
                    double before = scrapes.last(RESCANNED);
                    scrapes.until(RESCANNED, count -> count > before);
                }
                if (scan % Math.max(1, SCANS / SAMPLES) == 0) {
                    usages.add(scrapes.usages(scan, state));
                    System.out.println("long run: " + usages.get(usages.size() - 1));
                }
            }
            scrapes.until("ehlo_history_changes_waiting", count -> count == 0);
            System.out.println("long run: " + TARGETS + " targets, " + SCANS + " scans, " + scrapes.summary());
            assertThat(scrapes.last(SCANNED)).isEqualTo(1.0 + SCANS);
            assertThat(scrapes.last("ehlo_scans_total{outcome=\"interrupted\"}"))
                    .isZero();
            assertThat(scrapes.last("ehlo_scans_disbelieved_total")).isZero();
            assertThat(scrapes.last("ehlo_history_changes_lost_total")).isZero();
            assertThat(scrapes.last("ehlo_history_changes_written_total")).isGreaterThan(TARGETS);
            assertThat(scrapes.last("ehlo_snapshot_save_failures_total")).isZero();
            ResourceUsage.check(usages, 2);
            if (scrapes.seconds.size() >= MIN_SCRAPES) {
                assertThat(scrapes.percentile(0.99)).as(scrapes.summary()).isLessThan(MAX_SECONDS);
            }
            assertThat(serving.stop()).isZero();
        }
    }

    /** Makes some servers fail and others recover, and waits until they have. */
    private void turn() throws IOException {
        fleet.outputWriter(StandardCharsets.US_ASCII).append("turn\n").flush();
        assertThat(output.readLine()).isEqualTo("turned");
    }

    /** Posts, and repeats the request after {@code Retry-After} as long as the response is 429. */
    private static void post(Serving serving, String path, int expected) throws IOException, InterruptedException {
        HttpResponse<String> answer = serving.send("POST", path);
        while (answer.statusCode() == 429) {
            Thread.sleep(Duration.ofSeconds(Integer.parseInt(
                            answer.headers().firstValue("Retry-After").orElseThrow()))
                    .toMillis());
            answer = serving.send("POST", path);
        }
        assertThat(answer.statusCode()).isEqualTo(expected);
    }

    private void reload(Serving serving, Scrapes scrapes, int targets) throws IOException, InterruptedException {
        writeInventory(targets);
        post(serving, "/-/reload", 200);
        scrapes.until("ehlo_scan_targets", count -> count == targets);
    }

    /** Writes an inventory of the first targets. */
    private void writeInventory(int targets) throws IOException {
        String servers = IntStream.range(0, targets)
                .mapToObj(i -> "      - " + LongRunFleet.address(i) + "\n")
                .collect(Collectors.joining());
        Path next = directory.resolve("next.yml");
        Files.writeString(next, """
                version: 1
                ehlo_name: scanner.example.com
                schedule: {interval: 24h, recheck: 2s}
                defaults: {port: %d, profile: exchange-2003, retry: {attempts: 2, backoff: 100ms}}
                limits: {concurrency: 500, per_site: 500, connects_per_second: 10000}
                sites:
                  - name: all
                    servers:
                %s""".formatted(port, servers));
        Files.move(next, inventory, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Scrapes {@code /metrics} repeatedly and records the durations. */
    private static final class Scrapes {
        private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
        private static final int PAUSE = 100;

        private final Serving serving;
        private final List<Double> seconds = new ArrayList<>();
        private String body = "";

        Scrapes(Serving serving) {
            this.serving = serving;
        }

        /** Scrapes until a value meets the condition. */
        void until(String metric, DoublePredicate condition) throws IOException, InterruptedException {
            long end = System.nanoTime() + PATIENCE;
            scrape();
            while (!condition.test(last(metric))) {
                assertThat(System.nanoTime())
                        .as(metric + " is still " + last(metric))
                        .isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(PAUSE);
                scrape();
            }
        }

        void scrape() throws IOException, InterruptedException {
            long began = System.nanoTime();
            var answer = serving.get("/metrics");
            seconds.add((System.nanoTime() - began) / 1e9);
            assertThat(answer.statusCode()).isEqualTo(200);
            body = answer.body();
        }

        /** The value at the last scrape; 0 if it is missing. */
        double last(String metric) {
            return ResourceUsage.value(body, metric);
        }

        ResourceUsage usages(int scan, Path state) throws IOException, InterruptedException {
            ResourceUsage.collectGarbage(serving.pid());
            scrape();
            return ResourceUsage.of(serving.pid(), scan, body, state);
        }

        double percentile(double share) {
            List<Double> sorted = seconds.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
        }

        String summary() {
            return ("%d scrapes of %,d bytes: median %.3f s, 99th percentile %.3f s, longest %.3f s; %,.0f changes written,"
                            + " %,.0f targets rescanned")
                    .formatted(
                            seconds.size(),
                            body.length(),
                            percentile(0.5),
                            percentile(0.99),
                            percentile(1),
                            last("ehlo_history_changes_written_total"),
                            last(RESCANNED));
        }
    }
}
