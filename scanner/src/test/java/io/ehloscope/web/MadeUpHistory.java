package io.ehloscope.web;

import io.ehloscope.history.HistoryEntry;
import io.ehloscope.history.HistoryScan;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.report.HistoryDocuments;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A history that says what a test wants, and counts how often it is asked. */
final class MadeUpHistory implements HistoryStore {

    final AtomicInteger asked = new AtomicInteger();
    final AtomicReference<Runnable> lookedFor = new AtomicReference<>(() -> {});
    final AtomicReference<Mono<HistoryScan>> base = new AtomicReference<>(Mono.empty());
    final AtomicReference<List<Row>> changes = new AtomicReference<>(List.of());

    /** A service that has this history and nothing else. */
    Operations operations() {
        return (Operations) Proxy.newProxyInstance(
                Operations.class.getClassLoader(), new Class<?>[] {Operations.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("history")) {
                        return method.invoke(Operations.NONE, arguments);
                    }
                    lookedFor.get().run();
                    return new HistoryDocuments(this, "scanner.test");
                });
    }

    @Override
    public Mono<HistoryScan> base(String scanner, Instant endedBy) {
        return Mono.defer(() -> {
            asked.incrementAndGet();
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
