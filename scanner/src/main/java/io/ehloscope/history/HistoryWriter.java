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
 * Writes entries to a store, one after another, without blocking the caller. While the database is down or slow,
 * entries wait in a bounded queue and are retried; entries that do not fit are lost, counted and logged. A scan never
 * waits.
 */
public final class HistoryWriter implements AutoCloseable {

    /** The most entries that wait. */
    public static final int MOST_ENTRIES = 256;

    /** The most changes that wait, in any number of entries. */
    public static final int MOST_CHANGES = 500_000;

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration MIN_WAIT = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);
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
    private volatile boolean failing;
    private volatile boolean ends;

    /** Observes what happens to changes. Must be fast, and must not throw. */
    public interface HistoryObserver {
        /**
         * Changes wait to be written.
         *
         * @param changes the number of changes
         */
        void historyTakes(int changes);

        /**
         * Waiting changes were written.
         *
         * @param changes the number of changes
         */
        void historyWrote(int changes);

        /**
         * Waiting changes were lost.
         *
         * @param changes the number of changes
         */
        void historyLost(int changes);
    }

    /**
     * Creates a writer that accepts entries.
     *
     * @param retention the age, positive, after which scans are deleted
     * @param timers measures the waits between attempts
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

    /** Queues an entry, or loses it; never blocks. Call it from one thread at a time. */
    public void add(HistoryEntry entry) {
        int changes = entry.changes().size();
        observer.historyTakes(changes);
        boolean fits = waiting.addAndGet(changes) <= MOST_CHANGES;
        Sinks.EmitResult result = fits ? queue.tryEmitNext(entry) : Sinks.EmitResult.FAIL_OVERFLOW;
        if (result.isFailure()) {
            countLost(
                    changes,
                    result == Sinks.EmitResult.FAIL_TERMINATED
                            ? "the program is ending"
                            : "too many changes are already waiting");
        }
    }

    /**
     * Writes the waiting entries and ends. An entry that waits for its next attempt is tried at once, for the last
     * time.
     *
     * @param patience the longest wait for the database
     */
    public Mono<Void> drain(Duration patience) {
        return Mono.defer(() -> {
            queue.tryEmitComplete();
            ends = true;
            ending.tryEmitEmpty();
            return drained.asMono().timeout(patience, Mono.empty(), timers).then(Mono.fromRunnable(this::close));
        });
    }

    /** Ends. Entries that are not written yet are lost, and logged. */
    @Override
    public void close() {
        writing.dispose();
        int left = waiting.get();
        if (left > 0) {
            countLost(left, "the program ended before they were written");
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
                    countLost(changes, String.valueOf(failure.getMessage()));
                    return Mono.empty();
                });
    }

    /** Waits for the next attempt, or fails if there is none. */
    private Mono<Long> pause(Retry.RetrySignal signal) {
        if (ends || signal.totalRetries() >= ATTEMPTS || !mayPass(signal.failure())) {
            return Mono.error(signal.failure());
        }
        logFailure(signal.failure());
        long wait = Math.min(MIN_WAIT.toMillis() << signal.totalRetries(), MAX_WAIT.toMillis());
        return Mono.firstWithSignal(
                Mono.delay(Duration.ofMillis(wait), timers), ending.asMono().thenReturn(0L));
    }

    private Mono<Void> forgetOld(HistoryEntry entry) {
        Instant before = clock.instant().minus(retention);
        return entry.scan().whole()
                ? store.forget(before)
                        .timeout(PATIENCE, timers)
                        .onErrorResume(failure -> {
                            logFailure(failure);
                            return Mono.empty();
                        })
                        .then()
                : Mono.empty();
    }

    private void wrote(int changes) {
        waiting.addAndGet(-changes);
        observer.historyWrote(changes);
        if (failing) {
            failing = false;
            LOG.info("the history can be written again");
        }
    }

    private void countLost(int changes, String why) {
        waiting.addAndGet(-changes);
        observer.historyLost(changes);
        LOG.atWarn().addKeyValue("changes", changes).log("the history lacks changes: " + why);
    }

    /** Logs a failure once until the next success, not for each attempt. */
    private void logFailure(Throwable failure) {
        if (!failing) {
            failing = true;
            LOG.warn("the history cannot be written; retrying: {}", failure.getMessage());
        }
    }

    /** Whether a retry may succeed: not if the database rejects the statement or its values. */
    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof HistoryException explained) || explained.mayPass();
    }
}
