package io.ehloscope.web;

import io.ehloscope.history.HistoryEntry;
import io.ehloscope.history.HistoryQueries;
import io.ehloscope.history.HistoryScan;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.service.ServiceApi;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A history with the contents that a test sets; counts the queries. */
public final class StubHistory implements HistoryStore {

    public final AtomicInteger queries = new AtomicInteger();
    final AtomicReference<Runnable> onQuery = new AtomicReference<>(() -> {});
    public final AtomicReference<Mono<HistoryScan>> base = new AtomicReference<>(Mono.empty());
    public final AtomicReference<List<Row>> changes = new AtomicReference<>(List.of());

    /** A service with this history. */
    public ServiceApi operations() {
        return new StubServiceApi() {
            @Override
            public HistoryQueries history() {
                onQuery.get().run();
                return new HistoryQueries(StubHistory.this, "scanner.test");
            }
        };
    }

    @Override
    public Mono<HistoryScan> base(String scanner, Instant endedBy) {
        return Mono.defer(() -> {
            queries.incrementAndGet();
            return base.get();
        });
    }

    @Override
    public Flux<Row> between(String scanner, long after, long upTo) {
        return Flux.defer(() -> Flux.fromIterable(changes.get())).filter(row -> row.scan() > after);
    }

    @Override
    public Flux<Row> changes(String scanner, String target, Page page) {
        return Flux.defer(() -> Flux.fromIterable(changes.get()))
                .filter(row -> row.entry().target().equals(target));
    }

    @Override
    public Mono<Long> add(HistoryEntry entry) {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Flux<HistoryScan> scans(String scanner, Page page) {
        return Flux.empty();
    }

    @Override
    public Flux<String> scanners() {
        return Flux.empty();
    }

    @Override
    public Mono<Long> forget(Instant before) {
        return Mono.just(0L);
    }
}
