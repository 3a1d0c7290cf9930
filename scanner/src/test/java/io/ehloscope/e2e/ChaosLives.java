package io.ehloscope.e2e;

import io.ehloscope.e2e.Chaos.Life;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Successive service processes on the same storage: each is killed or stopped, and the next must keep its data. */
final class ChaosLives implements AutoCloseable {

    /** The percentage of processes that are killed rather than stopped. */
    private static final int KILLED = Integer.getInteger("ehloscope.chaos.killed", 70);

    private static final List<String> JVM = List.of("-Xmx128m");

    /** The time, in seconds, after which a service is killed even if it has completed no scan. */
    private static final long MOST_SECONDS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The exit code of a service whose storage is in use. */
    private static final int REFUSED = 3;

    /** Errors in the log that the test itself causes. */
    private static final Pattern CAUSED =
            Pattern.compile("logger=(?:Reload|WebSecurity) |snapshot\\.json\\.gz cannot be used");

    private final Chaos chaos;
    private final ChaosActors actors;
    private final ChaosMemory memory;
    private final Path directory;
    private final Path state;
    private final Random random;
    private final List<Double> starts = new ArrayList<>();
    private final List<Double> ends = new ArrayList<>();
    private int lives;
    private @Nullable Serving last;

    /**
     * Creates the series; no process runs yet.
     *
     * @param directory the directory of the logs
     * @param state the storage path
     */
    ChaosLives(Chaos chaos, ChaosActors actors, ChaosMemory memory, Path directory, Path state) {
        this.chaos = chaos;
        this.actors = actors;
        this.memory = memory;
        this.directory = directory;
        this.state = state;
        this.random = chaos.random("lives");
    }

    /** Runs one process, ends it, and sometimes damages the storage before the next. */
    void next() throws IOException, InterruptedException {
        if (random.nextInt(4) == 0 && KILLED > 0) {
            Duration early = Duration.ofMillis(random.nextInt(2_000));
            actors.undisturbed(() -> {
                return Serving.run(directory, early, JVM, arguments());
            });
            chaos.count("killed while it started");
        }
        Life life = begin();
        // Some processes end before they have completed a scan, most of them afterwards.
        int known = memory.scans();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(random.nextInt(3) == 0 ? 0 : MOST_SECONDS);
        while (memory.scans() == known && System.nanoTime() < end && chaos.continues()) {
            chaos.pause(50);
        }
        chaos.pause(random.nextInt(3_000));
        if (random.nextInt(6) == 0) {
            rival();
        }
        if (random.nextInt(100) < KILLED) {
            kill(life);
        } else {
            end(life);
            if (random.nextInt(3) == 0) {
                Files.write(state.resolve("snapshot.json.gz"), new byte[] {31, -117, 8, 0});
                memory.forgetSnapshot();
                chaos.count("snapshots destroyed");
            }
        }
    }

    /** Kills the last service, which has confirmed much; checks that the next keeps all of it, and stops that one. */
    void killAndEndNext(Life life) throws IOException, InterruptedException {
        if (KILLED > 0) {
            kill(life);
            end(begin());
        } else {
            end(life);
        }
    }

    private void kill(Life life) throws IOException, InterruptedException {
        chaos.end();
        life.serving().kill();
        chaos.count("killed");
        checkLog(life.serving().log());
    }

    /** Starts a service and checks that it keeps what earlier ones have confirmed. */
    Life begin() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Serving serving = actors.undisturbed(() -> Serving.start(directory, JVM, arguments()));
        starts.add((System.nanoTime() - began) / 1e9);
        last = serving;
        Life life = new Life(++lives, serving);
        chaos.begin(life);
        memory.check();
        Files.deleteIfExists(state.resolve("snapshot.json.gz.unreadable"));
        return life;
    }

    /** Stops a service with SIGTERM. */
    void end(Life life) throws IOException, InterruptedException {
        chaos.end();
        long began = System.nanoTime();
        int code = life.serving().stop();
        ends.add((System.nanoTime() - began) / 1e9);
        chaos.count("ended");
        if (code != 0) {
            chaos.fault("SIGTERM ends it with 0", "life " + life.number() + ": " + code);
        }
        checkLog(life.serving().log());
    }

    /** Checks that a second service on the same storage is refused, even if the lock file was deleted. */
    private void rival() throws IOException, InterruptedException {
        if (random.nextBoolean()) {
            Files.deleteIfExists(state.resolve("ehloscope.lock"));
        }
        int code = actors.undisturbed(() -> Serving.run(directory, PATIENCE, JVM, arguments()));
        chaos.count("rivals");
        if (code != REFUSED) {
            chaos.fault("the storage has one service", "the second one ended with " + code);
        }
    }

    /** Checks that the log has no stack trace and no error except those that the test causes. */
    private void checkLog(String log) {
        List<String> errors = log.lines()
                .filter(line -> line.contains("level=ERROR")
                        || line.startsWith("\tat ")
                        || line.contains("Exception in thread")
                        || line.contains("OutOfMemory")
                        || line.contains("LEAK:"))
                .filter(line -> !CAUSED.matcher(line).find())
                .limit(5)
                .toList();
        if (!errors.isEmpty()) {
            chaos.fault("no error is logged", String.join("\n", errors));
        }
    }

    private String[] arguments() {
        return new String[] {
            actors.inventory().toString(),
            "--inventory.auto-reload",
            "--storage.path",
            state.toString(),
            "--web.config.file",
            actors.web().toString()
        };
    }

    @Override
    public void close() {
        if (last != null) {
            last.close();
        }
    }

    /** The statistics. */
    @Override
    public String toString() {
        return lives + " lives, seconds to start " + seconds(starts) + ", to end " + seconds(ends);
    }

    private static String seconds(List<Double> all) {
        List<Double> sorted = all.stream().sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.1f (longest %.1f)",
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() - 1));
    }
}
