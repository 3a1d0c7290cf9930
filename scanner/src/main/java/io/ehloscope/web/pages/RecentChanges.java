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
 * What changed since yesterday, as the history has it. It is asked once for all who look at a snapshot within some seconds,
 * and nobody waits for it long: without an answer the page says what changed since the scan before. Safe for use by many
 * threads.
 */
final class RecentChanges {

    /** More changes are not looked at: at such a time nobody reads them all. */
    private static final int MOST_CHANGES = 50_000;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The history is written behind the snapshot, so an answer that was too early must not stay. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final ServiceApi operations;
    private final Scheduler clock;
    private final AtomicReference<@Nullable Known> last = new AtomicReference<>();

    /** What is known while a snapshot is shown. */
    private record Known(Snapshot shown, Mono<ChangeWindow> lately) {}

    /**
     * Nothing is asked yet.
     *
     * @param operations has the history
     * @param clock what day it is
     */
    RecentChanges(ServiceApi operations, Scheduler clock) {
        this.operations = operations;
        this.clock = clock;
    }

    /** What changed; empty where no history is kept, or it has no whole scan yet, or does not answer. */
    @SuppressWarnings("ReferenceEquality") // the same snapshot is the same object
    Mono<ChangeWindow> of(Snapshot shown) {
        HistoryQueries documents = operations.history();
        if (documents == null) {
            return Mono.empty();
        }
        Known known = last.updateAndGet(each -> each != null && each.shown() == shown
                ? each
                : new Known(shown, Mono.defer(() -> asked(documents)).cache(KEPT, clock)));
        return known == null ? Mono.empty() : known.lately();
    }

    private Mono<ChangeWindow> asked(HistoryQueries documents) {
        HistoryStore store = documents.store();
        Instant wanted = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)).minus(ChangeWindow.DAY);
        return store.base(documents.scanner(), wanted)
                .flatMap(base -> changes(store, base, wanted))
                .timeout(PATIENCE, Mono.empty(), clock)
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
