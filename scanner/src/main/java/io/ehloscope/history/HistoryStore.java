package io.ehloscope.history;

import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stores the history. Every call is a separate unit of work; error signals come from the database. */
public interface HistoryStore {

    /** The most rows of a page. */
    int MOST_ROWS = 1_000;

    /**
     * A page of a long list, the newest first.
     *
     * @param before only rows of scans with a lower id; {@link Long#MAX_VALUE} for the first page
     * @param limit the most rows, from 1 to {@value #MOST_ROWS}
     */
    record Page(long before, int limit) {

        /** The first page, with the newest rows. */
        public static Page first(int limit) {
            return new Page(Long.MAX_VALUE, limit);
        }

        /** Rejects limits that are out of bounds. */
        public Page {
            if (limit < 1 || limit > MOST_ROWS) {
                throw new IllegalArgumentException("a page has 1 to " + MOST_ROWS + " rows, not " + limit);
            }
        }
    }

    /**
     * A change, and the scan that detected it.
     *
     * @param scan the scan's id
     * @param entry the change
     */
    record Row(long scan, HistoryChange entry) {}

    /** Writes an entry. Returns the id of its scan. */
    Mono<Long> add(HistoryEntry entry);

    /** The changes of one target that one scanner detected, the newest first. */
    Flux<Row> changes(String scanner, String target, Page page);

    /** The scans of one scanner, only those of the whole inventory, the newest first. */
    Flux<HistoryScan> scans(String scanner, Page page);

    /**
     * The newest whole scan of a scanner that had ended by then; if there is none, its oldest whole scan. Empty if it
     * has no whole scan.
     */
    Mono<HistoryScan> base(String scanner, Instant endedBy);

    /** All changes of a scanner after one scan, up to and including another, the oldest first. */
    Flux<Row> between(String scanner, long after, long upTo);

    /** The names of the scanners with entries, sorted. */
    Flux<String> scanners();

    /** Deletes scans that ended before this time, with their changes. Returns the number of scans. */
    Mono<Long> forget(Instant before);
}
