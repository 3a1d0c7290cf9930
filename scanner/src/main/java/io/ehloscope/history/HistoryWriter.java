package io.ehloscope.history;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Hands entries to a store, one after another, while whoever brings them goes on at once. Where the database is down or
 * slow, entries wait in a bounded queue and are tried again; what does not fit any more is lost, counted and said. A scan
 * never waits.
 */
public final class HistoryWriter implements AutoCloseable {

    /** So many entries may wait. */
    public static final int MOST_ENTRIES = 256;

    /** So many changes may wait, in whatever number of entries. */
    public static final int MOST_CHANGES = 500_000;

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 8;

    private final HistoryStore store;
    private final Duration retention;
    private final Clock clock;
    private final Scheduler timers;
    private final HistoryObserver observer;
    private final Sinks.Many<HistoryEntry> queue;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private final Sinks.Empty<Void> ending = Sinks.empty();
    private final Disposable writing;
    private volatile boolean troubled;
    private volatile boolean ends;

    /** Is told what becomes of changes. Must be quick, and must not throw. */
    public interface HistoryObserver {
        /** So many changes wait to be written. */
        void historyTakes(int changes);

        /** So many of them are written. */
        void historyWrote(int changes);

        /** So many of them are lost. */
        void historyLost(int changes);
    }

    /**
     * Begins to wait for entries.
     *
     * @param retention what ended longer ago than this is forgotten, positive
     * @param timers for waits between attempts
     */
    public HistoryWriter(
            HistoryStore store, Duration retention, Clock clock, Scheduler timers, HistoryObserver observer) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
        this.timers = timers;
        this.observer = observer;
        this.queue = Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(MOST_ENTRIES));
        this.writing = queue.asFlux()
                .concatMap(this::write, 0)
                .then()
                .subscribe(
                        nothing -> {},
                        bug -> LOG.error("the history stopped, which is a bug", bug),
                        () -> drained.tryEmitEmpty());
    }

    /** Takes an entry, or loses it; never waits. To be called by one thread at a time. */
    public void add(HistoryEntry entry) {
        int changes = entry.changes().size();
        observer.historyTakes(changes);
        boolean fits = waiting.addAndGet(changes) <= MOST_CHANGES;
        Sinks.EmitResult taken = fits ? queue.tryEmitNext(entry) : Sinks.EmitResult.FAIL_OVERFLOW;
        if (taken.isFailure()) {
            lose(
                    changes,
                    taken == Sinks.EmitResult.FAIL_TERMINATED
                            ? "the program is ending"
                            : "too many changes are already waiting");
        }
    }

    /**
     * Writes what waits, if the database takes it in this time, and ends. An entry that waits for its next attempt gets it at
     * once, and no further one.
     */
    public Mono<Void> drain(Duration patience) {
        return Mono.defer(() -> {
            queue.tryEmitComplete();
            ends = true;
            ending.tryEmitEmpty();
            return drained.asMono().timeout(patience, Mono.empty(), timers).then(Mono.fromRunnable(this::close));
        });
    }

    /** Ends. What was not written by now is lost, and logged. */
    @Override
    public void close() {
        writing.dispose();
        int left = waiting.get();
        if (left > 0) {
            lose(left, "the program ended before they were written");
        }
    }

    private Mono<Void> write(HistoryEntry entry) {
        int changes = entry.changes().size();
        return store.add(entry)
                .timeout(PATIENCE, timers)
                .retryWhen(Retry.from(failures -> failures.concatMap(this::pause)))
                .doOnNext(id -> wrote(changes))
                .then(forgetOld(entry))
                .onErrorResume(failure -> {
                    lose(changes, String.valueOf(failure.getMessage()));
                    return Mono.empty();
                });
    }

    /** The time until the next attempt, or the failure where there is none. */
    private Mono<Long> pause(Retry.RetrySignal signal) {
        if (ends || signal.totalRetries() >= ATTEMPTS || !mayPass(signal.failure())) {
            return Mono.error(signal.failure());
        }
        trouble(signal.failure());
        long wait = Math.min(FIRST_WAIT.toMillis() << signal.totalRetries(), LONGEST_WAIT.toMillis());
        return Mono.firstWithSignal(
                Mono.delay(Duration.ofMillis(wait), timers), ending.asMono().thenReturn(0L));
    }

    private Mono<Void> forgetOld(HistoryEntry entry) {
        Instant before = clock.instant().minus(retention);
        return entry.scan().whole()
                ? store.forget(before)
                        .timeout(PATIENCE, timers)
                        .onErrorResume(failure -> {
                            trouble(failure);
                            return Mono.empty();
                        })
                        .then()
                : Mono.empty();
    }

    private void wrote(int changes) {
        waiting.addAndGet(-changes);
        observer.historyWrote(changes);
        if (troubled) {
            troubled = false;
            LOG.info("the history can be written again");
        }
    }

    private void lose(int changes, String why) {
        waiting.addAndGet(-changes);
        observer.historyLost(changes);
        LOG.atWarn().addKeyValue("changes", changes).log("the history lacks changes: " + why);
    }

    /** Once for each time of trouble, not for each attempt. */
    private void trouble(Throwable failure) {
        if (!troubled) {
            troubled = true;
            LOG.warn("the history cannot be written; retrying: {}", failure.getMessage());
        }
    }

    /** Whether another attempt may succeed: not where the database refuses the statement or the values. */
    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof HistoryException explained) || explained.mayPass();
    }
}
