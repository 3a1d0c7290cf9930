package io.ehloscope.history;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A process that writes to a history until it is killed or its reader ends: the program of {@link KilledHistoryIT}. It
 * prints the time that opening the history took, in milliseconds, and the ids of the scans in it, then the id of each
 * further scan once it is committed.
 */
final class EndlessEntries {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHANGES = 400;

    private EndlessEntries() {}

    /** Arguments: the storage path, and the number of scans to keep. */
    public static void main(String[] arguments) {
        long before = System.nanoTime();
        EmbeddedHistory history = EmbeddedHistory.serving(Path.of(arguments[0]), Clock.systemUTC());
        int kept = Integer.parseInt(arguments[1]);
        history.ready().block(PATIENCE);
        long opened = Duration.ofNanos(System.nanoTime() - before).toMillis();
        List<Long> there = history.scans("a", HistoryStore.Page.first(HistoryStore.MOST_ROWS))
                .map(HistoryScan::id)
                .collectList()
                .block(PATIENCE);
        System.out.println("opened " + opened + " " + there.toString().replaceAll("[\\[\\] ]", ""));
        long first = there.isEmpty() ? 1 : there.get(0) + 1;
        for (long hour = first; !System.out.checkError(); hour++) { // ends when its reader ends
            System.out.println("written " + history.add(entry(hour)).block(PATIENCE));
            history.forget(at(hour - kept)).block(PATIENCE);
        }
    }

    private static HistoryEntry entry(long hour) {
        Instant at = at(hour);
        return new HistoryEntry(
                new HistoryScan(0, "a", true, at, at, Duration.ofSeconds(1), CHANGES, 0),
                IntStream.range(0, CHANGES)
                        .mapToObj(i -> HistoryStoreTest.change("host-" + i + ".example.com:25", "healthy", "partial"))
                        .toList());
    }

    private static Instant at(long hour) {
        return HistoryStoreTest.START.plus(Duration.ofHours(hour));
    }
}
