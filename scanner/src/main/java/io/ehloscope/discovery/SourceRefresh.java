package io.ehloscope.discovery;

import io.ehloscope.inventory.SourceSpec;
import io.ehloscope.time.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Requests each endpoint at its interval. */
public final class SourceRefresh {

    /** The time between two checks of which endpoints are due. */
    static final Duration TICK = Duration.ofSeconds(1);

    private static final int AT_ONCE = 8;

    private final Sources sources;
    private final Function<SourceSpec.Http, Mono<FetchResult>> fetch;
    private final TimeSource time;
    private final Scheduler worker;
    private final Map<SourceSpec.Http, Long> requested = new HashMap<>();

    /**
     * Creates a refresh.
     *
     * @param sources takes the results
     * @param fetch requests an endpoint; subscribed to on the worker
     * @param worker may block; one thread
     */
    public SourceRefresh(
            Sources sources, Function<SourceSpec.Http, Mono<FetchResult>> fetch, TimeSource time, Scheduler worker) {
        this.sources = sources;
        this.fetch = fetch;
        this.time = time;
        this.worker = worker;
    }

    /**
     * The result of a request.
     *
     * @param endpoint the endpoint
     * @param result what it answered
     */
    public record Answer(SourceSpec.Http endpoint, FetchResult result) {}

    /**
     * Requests all endpoints, whether or not they are due, and emits the answers of all. Subscribe on a thread that may
     * block; on such a thread, {@link Sources} then takes the answers.
     */
    public Mono<List<Answer>> all(Collection<SourceSpec.Http> endpoints) {
        return Flux.fromIterable(endpoints)
                .doOnNext(this::markRequested)
                .flatMap(spec -> fetch.apply(spec).map(result -> new Answer(spec, result)), AT_ONCE)
                .collectList();
    }

    /** Gives answers to {@link Sources}; may block. */
    public void take(List<Answer> answers) {
        answers.forEach(each -> sources.received(each.endpoint(), each.result()));
    }

    /**
     * Requests endpoints as they become due; emits when the inventory must be planned again. For one subscriber.
     *
     * @param endpoints the current endpoints
     */
    public Flux<Boolean> changes(Supplier<List<SourceSpec.Http>> endpoints) {
        return Flux.interval(TICK, TICK, time.timers())
                .onBackpressureDrop()
                .concatMapIterable(tick -> due(endpoints.get()), 1)
                .flatMap(
                        spec -> fetch.apply(spec)
                                .subscribeOn(worker)
                                .publishOn(worker)
                                .map(result -> sources.received(spec, result)),
                        AT_ONCE)
                .filter(isChanged -> isChanged);
    }

    private synchronized List<SourceSpec.Http> due(List<SourceSpec.Http> endpoints) {
        Set<SourceSpec.Http> current = new HashSet<>(endpoints);
        requested.keySet().retainAll(current);
        long now = time.nanos().getAsLong();
        List<SourceSpec.Http> due =
                endpoints.stream().filter(spec -> isDue(spec, now)).toList();
        due.forEach(this::markRequested);
        return due;
    }

    private boolean isDue(SourceSpec.Http spec, long now) {
        Long last = requested.get(spec);
        return last == null || now - last >= spec.refresh().toNanos();
    }

    private synchronized void markRequested(SourceSpec.Http spec) {
        requested.put(spec, time.nanos().getAsLong());
    }
}
