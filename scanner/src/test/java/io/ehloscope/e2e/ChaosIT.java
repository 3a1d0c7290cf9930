package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.demo.ChaosFleet;
import io.ehloscope.demo.ChaosMember;
import io.ehloscope.demo.ChaosMember.Kind;
import io.ehloscope.demo.ChaosRole;
import io.ehloscope.e2e.Chaos.Answer;
import io.ehloscope.e2e.Chaos.Life;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code serve} under concurrent kills, restarts, floods, reloads and scrapes, with a fleet of all behaviours: it never
 * shows a wrong result, loses nothing that it has confirmed, and is healthy at the end. Duration and seed:
 * {@code -Dehloscope.chaos.minutes} and {@code -Dehloscope.chaos.seed}; see docs/soak.md.
 */
class ChaosIT {

    private static final long SECONDS =
            (long) (60 * Double.parseDouble(System.getProperty("ehloscope.chaos.minutes", "1")));
    private static final long SEED = Long.getLong("ehloscope.chaos.seed", System.currentTimeMillis());

    /** Concurrent connections of the flood. */
    private static final int FLOOD = Integer.getInteger("ehloscope.chaos.flood", 600);

    /** The share of the time in which services are killed and stopped; the last service runs for the rest. */
    private static final double MORTAL = 0.65;

    private static final int SAMPLES = 3;

    /** The most connections that the clients of this test keep open between two requests. */
    private static final int KEPT = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final Chaos chaos = new Chaos(SEED, SECONDS);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ChaosFleet fleet;
    private ChaosActors actors;
    private ChaosMemory memory;
    private ChaosLives lives;
    private Path state;

    @BeforeEach
    void start() throws IOException {
        System.out.printf("chaos: seed %d, %d s%n", SEED, SECONDS);
        fleet = ChaosFleet.start();
        actors = new ChaosActors(chaos, fleet, directory);
        memory = new ChaosMemory(chaos, fleet);
        state = directory.resolve("state");
        lives = new ChaosLives(chaos, actors, memory, directory, state);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        lives.close();
        fleet.close();
    }

    @Test
    void serviceShowsNothingWrongAndLosesNothing() throws Exception {
        try {
            runAll();
        } catch (IOException | AssertionError e) {
            chaos.fault("the run comes to its end", e.toString());
        }
        String summary =
                lives + "; " + memory + "; " + fleet.connections() + " connections to the fleet; " + chaos.summary();
        System.out.println("chaos: " + summary);
        assertThat(chaos.faults())
                .as("%s%n%s", summary, String.join("\n", chaos.faults()))
                .isEmpty();
    }

    private void runAll() throws IOException, InterruptedException, ExecutionException {
        List<Future<?>> actorFutures = new ArrayList<>();
        actorFutures.add(act(() -> actors.scrape("first scraper")));
        actorFutures.add(act(() -> actors.scrape("second scraper")));
        actorFutures.add(act(() -> actors.remember(memory)));
        actorFutures.add(act(() -> actors.turn()));
        actorFutures.add(act(() -> actors.administer()));
        actorFutures.add(act(() -> new ChaosFlood(chaos, FLOOD).run()));
        while (chaos.continues() && chaos.elapsed() < MORTAL * SECONDS) {
            lives.next();
        }
        lastLife(actorFutures);
    }

    /** Runs a last service without kills; then stops all actors and checks the final state. */
    private void lastLife(List<Future<?>> actorFutures) throws IOException, InterruptedException, ExecutionException {
        Life life = lives.begin();
        await("a snapshot is saved", metrics -> metrics.contains("ehlo_snapshot_last_saved_timestamp_seconds "));
        long left = (long) (SECONDS * (1 - MORTAL));
        chaos.extend(left);
        List<ResourceUsage> usages = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            chaos.pause(left * 1_000 / SAMPLES);
            usages.add(usages(life));
        }
        for (Future<?> each : actorFutures) {
            each.get();
        }
        fleet.stopFaults();
        actors.tidy();
        checkFinalScan();
        usages.add(usages(life));
        System.out.println(
                "chaos: " + usages.stream().map(ResourceUsage::toString).collect(Collectors.joining("\n  ")));
        ResourceUsage.check(usages, fleet.members().size());
        int least = usages.stream().mapToInt(ResourceUsage::descriptors).min().orElseThrow();
        await(
                "descriptors are given back",
                metrics -> ResourceUsage.value(metrics, "process_files_open_files") <= least + KEPT);
        memory.check();
        for (ChaosMember member : fleet.members(Kind.STEADY)) {
            chaos.ask("GET", ChaosMemory.history(member))
                    .filter(answer -> answer.body().contains("\"kind\":\"verdict\""))
                    .ifPresent(answer -> chaos.fault("a steady server has no change of verdict", answer.toString()));
        }
        memory.recordAll();
        lives.killAndEndNext(life);
        assertThat(memory.scans()).as("seed %d: scans confirmed", SEED).isPositive();
        fleet.violations().forEach(rude -> chaos.fault("the scanner is polite", rude));
        checkStorage();
    }

    /** Checks that a whole scan started after all actors have stopped shows the exact state of the fleet. */
    private void checkFinalScan() throws InterruptedException {
        ask("/-/healthy");
        int all = fleet.members().size();
        await("the inventory is followed", metrics -> ResourceUsage.value(metrics, "ehlo_scan_targets") == all);
        Instant began = Instant.now();
        Answer last = await("scans go on", metrics -> !began(metrics).isBefore(began));
        new ChaosWitness(chaos, fleet).metrics(last);
        for (ChaosMember member : fleet.members()) {
            for (ChaosRole role : member.roles(Instant.now(), Instant.now())) {
                String series = "target=\"" + member.id() + "\",verdict=\"" + role.verdict() + "\"} 1";
                if (!last.body().contains(series)) {
                    chaos.fault("all is as it is when all is quiet", member + " is not " + role);
                }
            }
        }
    }

    private static Instant began(String metrics) {
        double completed = ResourceUsage.value(metrics, "ehlo_scan_last_completed_timestamp_seconds");
        double duration = ResourceUsage.value(metrics, "ehlo_scan_duration_seconds");
        return Instant.ofEpochMilli((long) (1_000 * (completed - duration)));
    }

    /** The metrics once they meet the condition; a fault after {@link #PATIENCE}. */
    private Answer await(String what, Predicate<String> condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Answer last = ask("/metrics");
        while (!condition.test(last.body()) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
            last = ask("/metrics");
        }
        if (!condition.test(last.body())) {
            chaos.fault(what, "not within a minute");
        }
        return last;
    }

    private Answer ask(String path) throws InterruptedException {
        Answer answer = chaos.ask("GET", path).orElseThrow(() -> new AssertionError(chaos.faults()));
        assertThat(answer.status()).as("seed %d: %s", SEED, answer).isEqualTo(200);
        return answer;
    }

    private ResourceUsage usages(Life life) throws IOException, InterruptedException {
        ResourceUsage.collectGarbage(life.serving().pid());
        return ResourceUsage.of(
                life.serving().pid(), memory.scans(), ask("/metrics").body(), state);
    }

    /** Checks that only the snapshot, the history and the lock are on disk, and that the history is readable. */
    private void checkStorage() throws IOException, InterruptedException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(state)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.matches("snapshot\\.json\\.gz|\\.?ehloscope\\.lock|history\\.\\w+(\\.db)?")) {
                    chaos.fault("nothing is left over", name);
                }
            }
        }
        ProcessResult read = PackagedJar.run("history", "--storage.path", state.toString(), "-o", "json");
        if (read.exitCode() != 0) {
            chaos.fault("the history can be read without the service", read.toString());
        }
    }

    private Future<?> act(Act act) {
        return threads.submit(() -> {
            try {
                act.run();
            } catch (IOException | RuntimeException e) {
                chaos.fault("the test goes on", e.toString());
            }
            return null;
        });
    }

    /** The loop of one thread. */
    private interface Act {
        void run() throws IOException, InterruptedException;
    }
}
