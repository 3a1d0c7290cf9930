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
 * One chaos run: its seed and clock, the running service, and each fault found, with seed, time and violated invariant.
 * Thread-safe.
 */
final class Chaos {

    /** The number of faults after which the run ends. */
    private static final int MAX_FAULTS = 10;

    /** The number of faults of one invariant that are recorded in full; further ones are counted. */
    private static final int SHOWN = 3;

    /** The maximum length of a fault's details, in characters. */
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
     * One process of the service, from the time at which it listens.
     *
     * @param number the number of the process, from 1
     */
    record Life(int number, Serving serving) {}

    /** A response, and the process that sent it. */
    record Answer(Life life, int status, String body) {}

    Chaos(long seed, long seconds) {
        this.seed = seed;
        this.ends = began + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** A generator that depends only on the seed and this name. */
    Random random(String name) {
        return new Random(seed * 31 + name.hashCode());
    }

    /** Whether the run continues: its time is not over, and it has fewer than {@link #MAX_FAULTS} faults. */
    boolean continues() {
        return System.nanoTime() < ends && faults.size() < MAX_FAULTS;
    }

    /** Extends the run to at least this many seconds from now. */
    void extend(long seconds) {
        ends = Math.max(ends, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }

    /** Waits, but not beyond the end of the run. */
    void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end && continues()) {
            TimeUnit.MILLISECONDS.sleep(Math.min(millis, 100));
        }
    }

    void begin(Life other) {
        life = other;
    }

    /** From now on, a missing response is not a fault. */
    void end() {
        life = null;
    }

    /** The running service; null between two processes. */
    @Nullable
    Life life() {
        return life;
    }

    /** Records a violation of an invariant. */
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

    /** The response to a request with the password; empty if the service ended meanwhile. */
    Optional<Answer> ask(String method, String path, String... headers) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(PASSWORD));
        all.addAll(List.of(headers));
        return askAnonymously(method, path, all.toArray(String[]::new));
    }

    /** The response to a request without the password; empty if the service ended meanwhile. */
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
                // A kept-alive connection can close at the moment of its reuse, so the request is sent a second time.
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
        boolean isCompressed = answer.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equals)
                .isPresent();
        return new String(
                isCompressed
                        ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
                        : answer.body(),
                StandardCharsets.UTF_8);
    }

    /** The statistics of the run. */
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
