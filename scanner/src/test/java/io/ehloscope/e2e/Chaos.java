package io.ehloscope.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of chaos: its seed and its clock, the service that runs at this moment, and every fault that was seen, with the
 * seed, the moment and the invariant. Used by many threads at once.
 */
final class Chaos {

    /** After so many faults the run ends: more of them say nothing new. */
    private static final int ENOUGH = 10;

    /** Of one invariant, so many faults are shown; the rest are counted. */
    private static final int SHOWN = 3;

    /** Of what was seen, as much is shown. */
    private static final int LENGTH = 400;

    private static final String[] PASSWORD = {
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString("chaos:chaos".getBytes(StandardCharsets.US_ASCII))
    };

    private final long seed;
    private final long began = System.nanoTime();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Queue<Double> seconds = new ConcurrentLinkedQueue<>();
    private volatile long ends;
    private volatile @Nullable Life life;

    /**
     * One process of the service, from the moment at which it listens.
     *
     * @param number counted from 1
     */
    record Life(int number, Serving serving) {}

    /** What was answered, and by which life. */
    record Answer(Life life, int status, String body) {}

    Chaos(long seed, long seconds) {
        this.seed = seed;
        this.ends = began + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** The same numbers for the same seed and name. */
    Random random(String name) {
        return new Random(seed * 31 + name.hashCode());
    }

    /** Whether chaos goes on: the time is not over, and few faults were seen. */
    boolean goesOn() {
        return System.nanoTime() < ends && faults.size() < ENOUGH;
    }

    /** It goes on for so much longer at least. */
    void extend(long seconds) {
        ends = Math.max(ends, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }

    /** Waits, but not beyond the end. */
    void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end && goesOn()) {
            TimeUnit.MILLISECONDS.sleep(Math.min(millis, 100));
        }
    }

    void begin(Life other) {
        life = other;
    }

    /** From now on it is no fault where the service does not answer. */
    void end() {
        life = null;
    }

    /** The service that runs now; null between two lives. */
    @Nullable
    Life life() {
        return life;
    }

    /** Something is not as it should be. */
    void fault(String invariant, String detail) {
        count("! " + invariant);
        if (Objects.requireNonNull(counts.get("! " + invariant)).intValue() > SHOWN) {
            return;
        }
        Life now = life;
        faults.add("seed %d, %.1f s, life %s: %s: %s"
                .formatted(
                        seed,
                        elapsed(),
                        now == null ? "over" : "" + now.number(),
                        invariant,
                        detail.substring(0, Math.min(detail.length(), LENGTH)).replaceAll("\\R", " | ")));
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    double elapsed() {
        return (System.nanoTime() - began) / 1e9;
    }

    void count(String what) {
        counts.computeIfAbsent(what, any -> new LongAdder()).increment();
    }

    /** What a healthy service answers to whom has the password; empty where it was ended meanwhile. */
    Optional<Answer> ask(String method, String path, String... headers) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(PASSWORD));
        all.addAll(List.of(headers));
        return askAnonymously(method, path, all.toArray(String[]::new));
    }

    /** The same without the password. */
    Optional<Answer> askAnonymously(String method, String path, String... headers) throws InterruptedException {
        Life now = life;
        for (int attempt = 1; now != null; attempt++) {
            try {
                long start = System.nanoTime();
                HttpResponse<byte[]> answer = now.serving().sendForBytes(method, path, headers);
                if (path.equals("/metrics")) {
                    seconds.add((System.nanoTime() - start) / 1e9);
                }
                count(method + " " + path.replaceAll("\\?.*|(?<=/targets/).*", "") + " " + answer.statusCode());
                return Optional.of(new Answer(now, answer.statusCode(), text(answer)));
            } catch (IOException e) {
                if (life != now) {
                    return Optional.empty();
                }
                // A client may lose a kept connection at the moment at which it uses it: it asks once more.
                count("lost connections");
                if (attempt == 2) {
                    fault("the service answers", method + " " + path + ": " + e);
                    return Optional.empty();
                }
            }
        }
        TimeUnit.MILLISECONDS.sleep(20);
        return Optional.empty();
    }

    private static String text(HttpResponse<byte[]> answer) throws IOException {
        boolean isPacked = answer.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equals)
                .isPresent();
        return new String(
                isPacked ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes() : answer.body(),
                StandardCharsets.UTF_8);
    }

    /** The figures of the run. */
    String summary() {
        List<Double> sorted = seconds.stream().sorted().toList();
        String times = sorted.isEmpty()
                ? "no scrape"
                : String.format(
                        Locale.ROOT,
                        "%,d scrapes: median %.3f s, 99th percentile %.3f s, longest %.3f s",
                        sorted.size(),
                        sorted.get(sorted.size() / 2),
                        sorted.get((int) (sorted.size() * 0.99)),
                        sorted.get(sorted.size() - 1));
        return "seed %d, %.0f s, %s, %s".formatted(seed, elapsed(), times, new TreeMap<>(counts));
    }
}
