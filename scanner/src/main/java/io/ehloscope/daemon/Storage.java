package io.ehloscope.daemon;

import io.ehloscope.classify.Findings;
import io.ehloscope.history.EmbeddedHistory;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.history.HistoryWriter;
import io.ehloscope.history.PostgresDatabase;
import io.ehloscope.history.PostgresHistory;
import io.ehloscope.metrics.ServiceMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.storage.SnapshotFile;
import io.ehloscope.storage.StorageException;
import io.ehloscope.storage.StorageLock;
import io.ehloscope.storage.UnreadableSnapshotException;
import io.ehloscope.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The persistent data of a service: its last snapshot in a file, and the history in a database. Scans need none of it,
 * so that no failure prevents them, except a directory that cannot be used at startup.
 */
final class Storage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(3);
    private static final Duration CHECK = Duration.ofSeconds(1);
    private static final int WORKERS = 2;
    private static final int WORK_WAITING = 1_000;

    private final @Nullable StorageLock lock;
    private final @Nullable SnapshotFile file;
    private final @Nullable EmbeddedHistory embedded;
    private final @Nullable HistoryStore history;
    private final @Nullable HistoryWriter writer;
    private final Scheduler worker = Schedulers.newBoundedElastic(WORKERS, WORK_WAITING, "storage", 60, true);
    private final Disposable.Composite started = Disposables.composite();
    private final ServiceMeters meters;
    private final Findings findings;
    private final TimeSource time;
    private volatile boolean isLost;

    /**
     * Opens the storage.
     *
     * @param findings finds what is wrong with the targets of an old snapshot
     * @throws StartupException if the storage path cannot be used, or another service uses it
     */
    Storage(StorageSettings settings, Findings findings, ServiceMeters meters, TimeSource time) {
        this.findings = findings;
        this.meters = meters;
        this.time = time;
        Path path = settings.path();
        Duration retention = settings.retention();
        PostgresDatabase postgresql = settings.postgresql();
        lock = path == null ? null : taken(path);
        file = path == null ? null : new SnapshotFile(path);
        embedded = postgresql == null ? embedded(settings) : null;
        history = postgresql == null ? embedded : new PostgresHistory(postgresql, worker);
        writer = history == null ? null : new HistoryWriter(history, retention, time.clock(), time.timers(), meters);
        if (lock != null) {
            started.add(Flux.interval(CHECK, time.timers())
                    .onBackpressureDrop()
                    .concatMap(tick -> Mono.fromRunnable(this::isOurs).subscribeOn(worker), 1)
                    .subscribe());
        }
        if (embedded != null && path != null) {
            started.add(embedded.ready()
                    .subscribe(
                            ignored -> {},
                            e -> LOG.error("the history in {} cannot be used: {}", path, e.getMessage())));
        }
    }

    /** Reads the last saved snapshot, under this plan; null if there is none or it cannot be read. */
    @Nullable
    Snapshot found(Plan plan) {
        if (file == null) {
            return null;
        }
        try {
            return file.read(plan, findings);
        } catch (UnreadableSnapshotException e) {
            LOG.error("{}", e.getMessage());
            return null;
        }
    }

    /** Saves a snapshot in place of the previous one; a failure is logged and counted. */
    void keep(Snapshot snapshot) {
        if (file == null) {
            return;
        }
        if (!isOurs()) {
            meters.saveFailed();
            return;
        }
        try {
            file.write(snapshot);
            meters.saved(time.clock().instant());
        } catch (IOException e) {
            meters.saveFailed();
            LOG.error("the snapshot cannot be written to the storage path: {}", e.getMessage());
        }
    }

    /** Returns the writer of the history; null if the service keeps none. */
    @Nullable
    HistoryWriter writer() {
        return writer;
    }

    /** Returns the history; null if the service keeps none. */
    @Nullable
    HistoryStore history() {
        return history;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.drain(GRACE).block(PATIENCE);
        }
        started.dispose();
        if (embedded != null) {
            embedded.close(CLOSING, time.timers()).block(PATIENCE);
        }
        worker.dispose();
        if (lock != null) {
            lock.close();
        }
    }

    /** Whether this process still holds the lock of the storage path; logs each change. */
    private boolean isOurs() {
        StorageLock.State state = lock == null ? StorageLock.State.HELD : lock.check();
        boolean lost = state == StorageLock.State.LOST;
        if (lost && !isLost) {
            LOG.error(
                    "another process has taken the storage path, or it was removed: no snapshot is kept until it is back");
        } else if (state == StorageLock.State.RESTORED) {
            LOG.warn("a lock file of the storage path was deleted; it is locked again");
        }
        isLost = lost;
        return !lost;
    }

    private @Nullable EmbeddedHistory embedded(StorageSettings settings) {
        Path path = settings.path();
        if (path != null) {
            return EmbeddedHistory.serving(path, time.clock());
        }
        return settings.inMemory() ? EmbeddedHistory.inMemory(time.clock()) : null;
    }

    private static StorageLock taken(Path path) {
        try {
            return StorageLock.take(path);
        } catch (StorageException e) {
            throw new StartupException("--storage.path " + e.getMessage());
        }
    }
}
