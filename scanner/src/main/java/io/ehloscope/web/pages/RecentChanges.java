package io.ehloscope.web.pages;

import io.ehloscope.history.Difference;
import io.ehloscope.history.HistoryQueries;
import io.ehloscope.history.HistoryScan;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The changes of the last day, from the history. One query serves all requests for a snapshot within 5 s and times out
 * after 2 s; without a result the page shows the changes since the previous scan. Thread-safe.
 */
final class RecentChanges {

    /** The maximum number of changes that are read; the page shows only the first of them. */
    private static final int MOST_CHANGES = 50_000;

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

    /**
     * Short, because the history is written after the snapshot is published, so a result can be incomplete at first.
     */
    private static final Duration CACHE_TTL = Duration.ofSeconds(5);

    private final ServiceApi operations;
    private final Scheduler clock;
    private final AtomicReference<@Nullable Cached> last = new AtomicReference<>();

    /** The cached query of a snapshot. */
    private record Cached(Snapshot shown, Mono<ChangeWindow> changes) {}

    /**
     * Creates the query; it runs on the first subscription.
     *
     * @param operations gives access to the history
     * @param clock the current time and the timeouts
     */
    RecentChanges(ServiceApi operations, Scheduler clock) {
        this.operations = operations;
        this.clock = clock;
    }

    /** The changes; empty if no history is kept, it has no complete scan yet, or the query fails or times out. */
    @SuppressWarnings("ReferenceEquality") // the same snapshot is the same object
    Mono<ChangeWindow> of(Snapshot shown) {
        HistoryQueries documents = operations.history();
        if (documents == null) {
            return Mono.empty();
        }
        Cached cached = last.updateAndGet(each -> each != null && each.shown() == shown
                ? each
                : new Cached(shown, Mono.defer(() -> query(documents)).cache(CACHE_TTL, clock)));
        return cached == null ? Mono.empty() : cached.changes();
    }

    private Mono<ChangeWindow> query(HistoryQueries documents) {
        HistoryStore store = documents.store();
        Instant wanted = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)).minus(ChangeWindow.DAY);
        return store.base(documents.scanner(), wanted)
                .flatMap(base -> changes(store, base, wanted))
                .timeout(QUERY_TIMEOUT, Mono.empty(), clock)
                .onErrorComplete();
    }

    private static Mono<ChangeWindow> changes(HistoryStore store, HistoryScan base, Instant wanted) {
        return store.between(base.scanner(), base.id(), Long.MAX_VALUE)
                .take(MOST_CHANGES + 1L)
                .collectList()
                .map(rows -> {
                    boolean whole = rows.size() <= MOST_CHANGES;
                    return ChangeWindow.since(
                            base, wanted, Difference.of(whole ? rows : rows.subList(0, MOST_CHANGES)), whole);
                });
    }
}
