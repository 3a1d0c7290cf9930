package io.ehloscope.history;

import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where the history is kept. Every call is one unit of work on a connection of its own; errors are the database's. */
public interface HistoryStore {

    /** At most this many are given at once. */
    int MOST_ROWS = 1_000;

    /**
     * A part of a long list, the newest first.
     *
     * @param before only those of scans with a lower id; {@link Long#MAX_VALUE} for the first part
     * @param limit how many at most, from 1 to {@value #MOST_ROWS}
     */
    record Page(long before, int limit) {

        /** The newest. */
        public static Page first(int limit) {
            return new Page(Long.MAX_VALUE, limit);
        }

        /** Refuses limits out of bounds. */
        public Page {
            if (limit < 1 || limit > MOST_ROWS) {
                throw new IllegalArgumentException("a page has 1 to " + MOST_ROWS + " rows, not " + limit);
            }
        }
    }

    /**
     * A change, and the scan that showed it.
     *
     * @param scan the scan's id
     * @param entry the change
     */
    record Row(long scan, HistoryChange entry) {}

    /** Writes an entry; gives the id of its scan. */
    Mono<Long> add(HistoryEntry entry);

    /** The changes of one target as one scanner saw them, the newest first. */
    Flux<Row> changes(String scanner, String target, Page page);

    /** The scans of one scanner, whole ones only, the newest first. */
    Flux<HistoryScan> scans(String scanner, Page page);

    /**
     * The newest whole scan of a scanner that had ended by then; where there is none, the oldest of all. Empty where there
     * is no whole scan.
     */
    Mono<HistoryScan> base(String scanner, Instant endedBy);

    /** All changes after one scan up to and with another, of the same scanner, the oldest first. */
    Flux<Row> between(String scanner, long after, long upTo);

    /** The names of those who wrote, in order. */
    Flux<String> scanners();

    /** Forgets what ended before this moment; gives how many scans that were. */
    Mono<Long> forget(Instant before);
}
