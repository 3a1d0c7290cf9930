package io.ehloscope.cli;

import io.ehloscope.history.Databases;
import io.ehloscope.history.HistoryException;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.history.HistoryWriter;
import io.ehloscope.history.SqlHistory;
import io.ehloscope.metrics.ServiceMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.scan.Timekeeper;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.snapshot.SnapshotFile;
import io.ehloscope.snapshot.StorageException;
import io.ehloscope.snapshot.StorageLock;
import io.ehloscope.snapshot.UnreadableSnapshotException;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What a service keeps: its last snapshot in a file, and the history in a database. Nothing of it is needed to scan, so
 * nothing that is wrong with it keeps the service from scanning, but for a directory that cannot be used at all.
 */
final class Storage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int WORKERS = 2;
    private static final int WORK_WAITING = 1_000;

    private final @Nullable StorageLock lock;
    private final @Nullable SnapshotFile file;
    private final @Nullable ConnectionFactory embedded;
    private final @Nullable HistoryStore history;
    private final @Nullable HistoryWriter writer;
    private final Scheduler worker = Schedulers.newBoundedElastic(WORKERS, WORK_WAITING, "history", 60, true);
    private final ServiceMeters meters;
    private final Timekeeper time;

    /**
     * Opens it.
     *
     * @throws CommandException where the storage path cannot be used, or another service uses it
     */
    Storage(StorageOptions options, ServiceMeters meters, Timekeeper time) {
        this.meters = meters;
        this.time = time;
        Path path = options.path();
        Duration retention = options.retention();
        ConnectionFactory postgresql = options.postgresql();
        lock = path == null ? null : taken(path);
        file = path == null ? null : new SnapshotFile(path);
        embedded = postgresql == null ? embedded(options) : null;
        ConnectionFactory database = postgresql == null ? embedded : postgresql;
        history = database == null
                ? null
                : new SqlHistory(database, postgresql == null ? Databases.SETTLE : null, worker);
        writer = history == null ? null : new HistoryWriter(history, retention, time.clock(), time.timers(), meters);
    }

    /** What was known when the service ended, put under this plan; null where nothing is kept. */
    @Nullable
    Snapshot found(Plan plan) {
        if (file == null) {
            return null;
        }
        try {
            return file.read(plan);
        } catch (UnreadableSnapshotException e) {
            LOG.error("{}", e.getMessage());
            return null;
        }
    }

    /** Keeps a snapshot in the place of the one before. */
    void keep(Snapshot snapshot) {
        if (file == null) {
            return;
        }
        try {
            file.write(snapshot);
            meters.saved(time.clock().instant());
        } catch (IOException e) {
            meters.saveFailed();
            LOG.error("what is known cannot be written to the storage path: {}", e.getMessage());
        }
    }

    /** Takes entries of the history; null where none is kept. */
    @Nullable
    HistoryWriter writer() {
        return writer;
    }

    /** The history; null where none is kept. */
    @Nullable
    HistoryStore history() {
        return history;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.drain(GRACE).block(PATIENCE);
        }
        if (embedded != null) {
            Databases.close(embedded).subscribeOn(worker).onErrorComplete().block(PATIENCE);
        }
        worker.dispose();
        if (lock != null) {
            lock.close();
        }
    }

    private @Nullable ConnectionFactory embedded(StorageOptions options) {
        Path path = options.path();
        if (path != null) {
            return opened(path);
        }
        return options.isInMemory() ? Databases.inMemory("ehloscope") : null;
    }

    private static StorageLock taken(Path path) {
        try {
            return StorageLock.take(path);
        } catch (StorageException e) {
            throw CommandException.incomplete("--storage.path " + e.getMessage());
        }
    }

    /** The embedded database; one that cannot be read makes room for a new one. */
    private ConnectionFactory opened(Path path) {
        ConnectionFactory database = Databases.embedded(path);
        try {
            new SqlHistory(database, Databases.SETTLE, worker).ready().block(PATIENCE);
            return database;
        } catch (R2dbcException | HistoryException unreadable) {
            try {
                Path aside = Databases.putAside(path);
                LOG.error(
                        "the history in {} cannot be used: {}; it is now {}, and a new one is begun",
                        path,
                        firstLine(unreadable),
                        aside);
            } catch (IOException e) {
                LOG.error("the history in {} cannot be used, nor put aside: {}", path, e.getMessage());
            }
            return Databases.embedded(path);
        }
    }

    private static String firstLine(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
