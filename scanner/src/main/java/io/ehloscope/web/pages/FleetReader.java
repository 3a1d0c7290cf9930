package io.ehloscope.web.pages;

import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.http.HttpParts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads the last completed scan for the pages and the API: its index, built once for each snapshot at the first request,
 * and its recent changes. Thread-safe.
 */
public final class FleetReader {

    private static final Duration ALWAYS = Duration.ofMillis(Long.MAX_VALUE);

    private final CurrentSnapshot fleet;
    private final Scheduler worker;
    private final Scheduler clock;
    private final RecentChanges recentChanges;
    private final AtomicReference<@Nullable Indexed> last = new AtomicReference<>();

    /** The index of a snapshot, which is built at the first subscription. */
    private record Indexed(Snapshot shown, Mono<FleetIndex> index) {}

    /**
     * Creates a reader.
     *
     * @param fleet the snapshot of the last completed scan
     * @param operations gives access to the history
     * @param parts the schedulers of the server
     */
    public FleetReader(CurrentSnapshot fleet, ServiceApi operations, HttpParts parts) {
        this.fleet = fleet;
        this.worker = parts.encoder();
        this.clock = parts.timers();
        this.recentChanges = new RecentChanges(operations, clock);
    }

    /**
     * The index of the last completed scan; empty before the first scan has ended. If the encoder is full, emits a
     * {@link java.util.concurrent.RejectedExecutionException}.
     */
    @SuppressWarnings("ReferenceEquality") // the same scan is the same object, and equals() would compare every target
    Mono<FleetIndex> index() {
        Snapshot shown = fleet.get();
        if (shown == null) {
            return Mono.empty();
        }
        Indexed current = last.updateAndGet(
                each -> each != null && each.shown() == shown ? each : new Indexed(shown, indexed(shown)));
        return current == null ? Mono.empty() : current.index();
    }

    /** The changes that the status page shows; empty if there is no earlier scan to compare with. */
    Mono<Optional<ChangeWindow>> changes(FleetIndex index) {
        return recentChanges
                .of(index.shown())
                .switchIfEmpty(Mono.justOrEmpty(index.changes()))
                .singleOptional();
    }

    /** An index that failed to be built is built again at the next subscription. */
    private Mono<FleetIndex> indexed(Snapshot shown) {
        return Mono.fromCallable(() -> FleetIndex.of(shown))
                .subscribeOn(worker)
                .cache(index -> ALWAYS, failure -> Duration.ZERO, () -> Duration.ZERO, clock);
    }
}
