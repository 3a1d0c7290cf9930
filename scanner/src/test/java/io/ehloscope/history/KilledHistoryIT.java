package io.ehloscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process writes to a history without a pause, is killed at random moments and restarted. Every confirmed entry must
 * be there each time. {@code -Dehloscope.kills=1000} is the long form.
 */
class KilledHistoryIT {

    private static final int KILLS = Integer.getInteger("ehloscope.kills", 20);
    private static final long SEED = Long.getLong("ehloscope.seed", 4711);
    private static final int KEPT = 50;
    private static final long LARGEST = 24L << 20;

    @TempDir
    private Path storage;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private long confirmed;
    private long entries;
    private long slowest;
    private long largest;

    @Test
    void everyConfirmedEntrySurvivesAKill() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            runAndKill();
        }
        System.out.printf(
                "%d kills, %d entries confirmed, %d ms to open at the most, history of %,d KiB at the most%n",
                KILLS, entries, slowest, largest >> 10);
        assertThat(largest).isLessThan(LARGEST);
        try (Stream<Path> left = Files.list(storage)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .isSubsetOf("history.db", "history.db-wal", "history.db.new", "history.db.new-wal");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + storage.resolve("history.db"));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("pragma integrity_check")) {
            assertThat(found.getString(1)).isEqualTo("ok");
        }
    }

    /** Runs the process once and kills it between opening the history and about its hundredth entry. */
    private void runAndKill() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EndlessEntries.class.getName(),
                        storage.toString(),
                        Integer.toString(KEPT))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            opened(String.valueOf(output.readLine()));
            int lives = random.nextInt(40);
            for (int i = 0; i < lives; i++) {
                written(output.readLine());
            }
            TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000)); // a random moment of its work
            process.toHandle().destroyForcibly(); // its output stays readable
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                written(line);
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        long size = Files.size(storage.resolve("history.db"));
        Path log = storage.resolve("history.db-wal");
        largest = Math.max(largest, size + (Files.exists(log) ? Files.size(log) : 0));
    }

    private void opened(String line) {
        assertThat(line).startsWith("opened ");
        List<String> parts = Arrays.asList(line.split(" ", -1));
        slowest = Math.max(slowest, Long.parseLong(parts.get(1)));
        List<Long> there = Stream.of(parts.get(2).split(",", -1))
                .filter(each -> !each.isEmpty())
                .map(Long::valueOf)
                .toList();
        long newest = there.isEmpty() ? 0 : there.get(0);
        assertThat(newest).as("the newest after a kill").isBetween(confirmed, confirmed + 1);
        assertThat(there)
                .containsAll(LongStream.rangeClosed(Math.max(1, newest - KEPT + 1), newest)
                        .boxed()
                        .toList());
        confirmed = newest;
    }

    /** Counts a confirmed entry. The last line may be cut: only complete lines count. */
    private void written(String line) {
        String number = line.replace("written ", "");
        if (line.startsWith("written ") && number.equals(Long.toString(confirmed + 1))) {
            confirmed++;
            entries++;
        }
    }
}
