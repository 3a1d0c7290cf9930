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
 * {@code serve} as it would have been after a week: one scan after another without the pause between them, while it is
 * scraped, its inventory changes and is read again, and servers fall ill and recover. No scan is lost, and nothing that it
 * holds grows. How many targets and scans: {@code -Dehloscope.longrun.targets} and {@code -Dehloscope.longrun.scans}; see
 * docs/soak.md.
 */
class LongRunIT {

    private static final int TARGETS = Integer.getInteger("ehloscope.longrun.targets", 100);
    private static final int SCANS = Integer.getInteger("ehloscope.longrun.scans", 20);

    /** What is looked at so many times in a run. */
    private static final int SAMPLES = Integer.getInteger("ehloscope.longrun.samples", 2);

    private static final String HEAP = System.getProperty("ehloscope.longrun.heap", "256m");
    private static final String RETENTION = System.getProperty("ehloscope.longrun.retention", "10m");
    private static final String SCANNED = "ehlo_scans_total{outcome=\"completed\"}";
    private static final String AGAIN = "ehlo_targets_looked_at_again_total";
    private static final int TURN = 5;
    private static final int RELOAD = 10;
    private static final int REST = 15;

    /** What a scrape may take in the hundredth that takes longest. */
    private static final double MOST_SECONDS = 1;

    /** Of fewer scrapes, the hundredth that takes longest is what else the machine did in one second. */
    private static final int ENOUGH = 500;

    @TempDir
    private Path directory;

    private Process fleet;
    private BufferedReader said;
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
        said = fleet.inputReader(StandardCharsets.US_ASCII);
        port = Integer.parseInt(said.readLine());
        inventory = directory.resolve("inventory.yml");
        writeInventory(TARGETS);
    }

    @AfterEach
    void stop() {
        fleet.destroyForcibly();
    }

    @Test
    void noScanIsLostAndNothingGrows() throws Exception {
        Path state = directory.resolve("state");
        List<Holdings> holdings = new ArrayList<>();
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
                    double before = scrapes.last(AGAIN);
                    scrapes.until(AGAIN, count -> count > before);
                }
                if (scan % Math.max(1, SCANS / SAMPLES) == 0) {
                    holdings.add(scrapes.holdings(scan, state));
                    System.out.println("long run: " + holdings.get(holdings.size() - 1));
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
            Holdings.check(holdings, 2);
            if (scrapes.seconds.size() >= ENOUGH) {
                assertThat(scrapes.percentile(0.99)).as(scrapes.summary()).isLessThan(MOST_SECONDS);
            }
            assertThat(serving.stop()).isZero();
        }
    }

    /** Servers fall ill and recover, and have by the time that this returns. */
    private void turn() throws IOException {
        fleet.outputWriter(StandardCharsets.US_ASCII).append("turn\n").flush();
        assertThat(said.readLine()).isEqualTo("turned");
    }

    /** Posts again as often as the service asks to wait. */
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

    /** The targets from the first on, so many of them. */
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

    /** Looks at {@code /metrics} again and again, and keeps how long that took. */
    private static final class Scrapes {
        private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
        private static final int PAUSE = 100;

        private final Serving serving;
        private final List<Double> seconds = new ArrayList<>();
        private String body = "";

        Scrapes(Serving serving) {
            this.serving = serving;
        }

        /** Scrapes until a value is as it should be. */
        void until(String metric, DoublePredicate isThere) throws IOException, InterruptedException {
            long end = System.nanoTime() + PATIENCE;
            again();
            while (!isThere.test(last(metric))) {
                assertThat(System.nanoTime())
                        .as(metric + " is still " + last(metric))
                        .isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(PAUSE);
                again();
            }
        }

        void again() throws IOException, InterruptedException {
            long began = System.nanoTime();
            var answer = serving.get("/metrics");
            seconds.add((System.nanoTime() - began) / 1e9);
            assertThat(answer.statusCode()).isEqualTo(200);
            body = answer.body();
        }

        /** The value at the last scrape; 0 where there is none yet. */
        double last(String metric) {
            return Holdings.value(body, metric);
        }

        Holdings holdings(int scan, Path state) throws IOException, InterruptedException {
            Holdings.collectGarbage(serving.pid());
            again();
            return Holdings.of(serving.pid(), scan, body, state);
        }

        double percentile(double share) {
            List<Double> sorted = seconds.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
        }

        String summary() {
            return ("%d scrapes of %,d bytes: median %.3f s, 99th percentile %.3f s, longest %.3f s; %,.0f changes written,"
                            + " %,.0f targets looked at again")
                    .formatted(
                            seconds.size(),
                            body.length(),
                            percentile(0.5),
                            percentile(0.99),
                            percentile(1),
                            last("ehlo_history_changes_written_total"),
                            last(AGAIN));
        }
    }
}
