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
 * {@code serve} under kills, restarts, floods, reloads and scrapes at once, over a fleet of every behaviour there is: it
 * never shows what is not so, loses nothing that it has confirmed, and is well at the end. How long and with which seed: {@code
 * -Dehloscope.chaos.minutes} and {@code -Dehloscope.chaos.seed}; see docs/soak.md.
 */
class ChaosIT {

    private static final long SECONDS =
            (long) (60 * Double.parseDouble(System.getProperty("ehloscope.chaos.minutes", "1")));
    private static final long SEED = Long.getLong("ehloscope.chaos.seed", System.currentTimeMillis());

    /** Connections of the flood at once. */
    private static final int FLOOD = Integer.getInteger("ehloscope.chaos.flood", 600);

    /** The share of the time in which services are killed and ended; one of them lasts for what is left. */
    private static final double MORTAL = 0.65;

    private static final int SAMPLES = 3;

    /** Connections that the clients of this test keep open between two requests, at most. */
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
    void itShowsNothingWrongAndLosesNothingWhateverHappens() throws Exception {
        try {
            unfold();
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

    private void unfold() throws IOException, InterruptedException, ExecutionException {
        List<Future<?>> acting = new ArrayList<>();
        acting.add(act(() -> actors.scrape("first scraper")));
        acting.add(act(() -> actors.scrape("second scraper")));
        acting.add(act(() -> actors.remember(memory)));
        acting.add(act(() -> actors.turn()));
        acting.add(act(() -> actors.administer()));
        acting.add(act(() -> new ChaosFlood(chaos, FLOOD).run()));
        while (chaos.goesOn() && chaos.elapsed() < MORTAL * SECONDS) {
            lives.next();
        }
        lastLife(acting);
    }

    /** Everything but kills goes on; then all is quiet, and all of it has to be right. */
    private void lastLife(List<Future<?>> acting) throws IOException, InterruptedException, ExecutionException {
        Life life = lives.begin();
        await("a snapshot is saved", metrics -> metrics.contains("ehlo_snapshot_last_saved_timestamp_seconds "));
        long left = (long) (SECONDS * (1 - MORTAL));
        chaos.extend(left);
        List<Holdings> holdings = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            chaos.pause(left * 1_000 / SAMPLES);
            holdings.add(holdings(life));
        }
        for (Future<?> each : acting) {
            each.get();
        }
        fleet.calmDown();
        actors.tidy();
        quiet();
        holdings.add(holdings(life));
        System.out.println("chaos: " + holdings.stream().map(Holdings::toString).collect(Collectors.joining("\n  ")));
        Holdings.check(holdings, fleet.members().size());
        int least = holdings.stream().mapToInt(Holdings::descriptors).min().orElseThrow();
        await(
                "descriptors are given back",
                metrics -> Holdings.value(metrics, "process_files_open_files") <= least + KEPT);
        memory.check();
        for (ChaosMember member : fleet.members(Kind.STEADY)) {
            chaos.ask("GET", ChaosMemory.history(member))
                    .filter(answer -> answer.body().contains("\"kind\":\"verdict\""))
                    .ifPresent(answer -> chaos.fault("a steady server has no change of verdict", answer.toString()));
        }
        memory.lookAtAll();
        lives.killAndEndNext(life);
        assertThat(memory.scans()).as("seed %d: scans confirmed", SEED).isPositive();
        fleet.rudeness().forEach(rude -> chaos.fault("the scanner is polite", rude));
        storage();
    }

    /** A whole scan that began after everything had come to rest shows exactly what is so. */
    private void quiet() throws InterruptedException {
        ask("/-/healthy");
        int all = fleet.members().size();
        await("the inventory is followed", metrics -> Holdings.value(metrics, "ehlo_scan_targets") == all);
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
        double completed = Holdings.value(metrics, "ehlo_scan_last_completed_timestamp_seconds");
        double duration = Holdings.value(metrics, "ehlo_scan_duration_seconds");
        return Instant.ofEpochMilli((long) (1_000 * (completed - duration)));
    }

    /** The metrics once they are so. */
    private Answer await(String what, Predicate<String> isSo) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Answer last = ask("/metrics");
        while (!isSo.test(last.body()) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
            last = ask("/metrics");
        }
        if (!isSo.test(last.body())) {
            chaos.fault(what, "not within a minute");
        }
        return last;
    }

    private Answer ask(String path) throws InterruptedException {
        Answer answer = chaos.ask("GET", path).orElseThrow(() -> new AssertionError(chaos.faults()));
        assertThat(answer.status()).as("seed %d: %s", SEED, answer).isEqualTo(200);
        return answer;
    }

    private Holdings holdings(Life life) throws IOException, InterruptedException {
        Holdings.collectGarbage(life.serving().pid());
        return Holdings.of(life.serving().pid(), memory.scans(), ask("/metrics").body(), state);
    }

    /** What is left on disk: the snapshot, the history and the lock; and the history can be read there. */
    private void storage() throws IOException, InterruptedException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(state)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.matches("snapshot\\.json\\.gz|\\.?ehloscope\\.lock|history\\.\\w+(\\.db)?")) {
                    chaos.fault("nothing is left over", name);
                }
            }
        }
        Ended read = PackagedJar.run("history", "--storage.path", state.toString(), "-o", "json");
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

    /** What one thread does all the time. */
    private interface Act {
        void run() throws IOException, InterruptedException;
    }
}
