package io.ehloscope.history;

import io.ehloscope.history.SqliteFile.DamagedException;
import io.ehloscope.history.SqliteTables.Placed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A history in an SQLite database in the storage path, or in memory. A separate thread does all the work, one call at a
 * time. A call that has begun is not interrupted, so it may complete although its subscriber has cancelled.
 *
 * <p>A file that is damaged, cut short or lacks its tables is moved aside with a warning whenever that is detected, and
 * a new one is created. If the database is temporarily unusable, for example because the disk is full, calls fail, and
 * the next call tries again.
 */
public final class EmbeddedHistory implements HistoryStore {

    private static final int MAX_WAITING_CALLS = 1_000;
    private static final int MAX_ROWS = 5_000;

    private final EmbeddedDatabase database;
    private final Scheduler thread = Schedulers.newBoundedElastic(1, MAX_WAITING_CALLS, "history", 60, true);

    /** A unit of work with the database. */
    interface Work<T> {
        T on(SqliteTables tables, SqliteStatements sql) throws SQLException, IOException;
    }

    private EmbeddedHistory(EmbeddedDatabase database) {
        this.database = database;
    }

    /**
     * Opens the history for the service: creates a missing database, imports that of an earlier version of the program,
     * and moves an unreadable one aside.
     *
     * @param directory the storage path; the caller holds its lock
     * @param clock the time in the names of files that are moved aside
     */
    public static EmbeddedHistory serving(Path directory, Clock clock) {
        SqliteLibrary.sweep(directory);
        return new EmbeddedHistory(new EmbeddedDatabase(directory, clock, true));
    }

    /** Opens the history for a command that only reads: an unreadable database is an error, and stays in place. */
    public static EmbeddedHistory reading(Path directory, Clock clock) {
        return new EmbeddedHistory(new EmbeddedDatabase(directory, clock, false));
    }

    /** Opens a history in memory, which ends with {@link #close}. */
    public static EmbeddedHistory inMemory(Clock clock) {
        return new EmbeddedHistory(new EmbeddedDatabase(null, clock, true));
    }

    /** Whether the directory has an embedded database. */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(SqliteFile.NAME)) || EarlierHistory.isIn(directory);
    }

    /** Opens the database, as every other call does; an error signal if it is unusable now. */
    public Mono<Void> ready() {
        return unit((tables, sql) -> true).then();
    }

    @Override
    public Mono<Long> add(HistoryEntry entry) {
        return unit((tables, sql) -> {
            long id = tables.add(entry);
            database.written();
            return id;
        });
    }

    @Override
    public Flux<Row> changes(String scanner, String target, Page page) {
        return unit((tables, sql) -> tables.changes(scanner, target, page)).flatMapIterable(rows -> rows);
    }

    @Override
    public Flux<HistoryScan> scans(String scanner, Page page) {
        return unit((tables, sql) -> tables.scans(scanner, page)).flatMapIterable(rows -> rows);
    }

    @Override
    public Mono<HistoryScan> base(String scanner, Instant endedBy) {
        return this.<List<HistoryScan>>unit((tables, sql) -> {
                    HistoryScan found = tables.base(scanner, endedBy);
                    return found == null ? List.of() : List.of(found);
                })
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()));
    }

    @Override
    public Flux<Row> between(String scanner, long after, long upTo) {
        return part(scanner, after, Long.MAX_VALUE, upTo)
                .expand(part -> {
                    if (part.size() < MAX_ROWS) {
                        return Mono.empty();
                    }
                    Placed last = part.get(part.size() - 1);
                    return part(scanner, last.row().scan(), last.position(), upTo);
                })
                .concatMapIterable(part -> part, 1)
                .map(Placed::row);
    }

    private Mono<List<Placed>> part(String scanner, long scan, long position, long upTo) {
        return unit((tables, sql) -> tables.between(scanner, scan, position, upTo, MAX_ROWS));
    }

    @Override
    public Flux<String> scanners() {
        return unit((tables, sql) -> tables.scanners()).flatMapIterable(names -> names);
    }

    @Override
    public Mono<Long> forget(Instant before) {
        return unit((tables, sql) -> {
            long scans = tables.forget(before);
            tables.releaseSpace();
            database.written();
            return scans;
        });
    }

    /**
     * Closes the database after all earlier calls; no more calls may follow.
     *
     * @param patience the longest wait, after which the result completes in any case
     */
    public Mono<Void> close(Duration patience, Scheduler timers) {
        return Mono.<Boolean>create(sink -> thread.schedule(() -> {
                    database.release();
                    sink.success();
                }))
                .timeout(patience, Mono.empty(), timers)
                .onErrorComplete()
                .then(Mono.fromRunnable(thread::dispose));
    }

    /** Runs work on the thread. Cancelling does not interrupt it: an interrupt would close files in use. */
    <T> Mono<T> unit(Work<T> work) {
        return Mono.create(sink -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            sink.onCancel(() -> cancelled.set(true));
            try {
                thread.schedule(() -> {
                    if (!cancelled.get()) {
                        try {
                            sink.success(attempt(work));
                        } catch (RuntimeException e) {
                            sink.error(e);
                        }
                    }
                });
            } catch (RejectedExecutionException e) {
                sink.error(HistoryException.passing("too many calls wait for the history"));
            }
        });
    }

    private <T> T attempt(Work<T> work) {
        try {
            try {
                return once(work);
            } catch (DamagedException e) {
                database.replace(String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                if (!SqliteErrors.isDamage(e)) {
                    throw e;
                }
                database.replace(SqliteErrors.sentence(e));
            }
            return once(work);
        } catch (SQLException e) {
            HistoryException explained = SqliteErrors.explained(e);
            if (explained.mayPass() && !SqliteErrors.isFull(e)) {
                database.release(); // in any state, the next call opens a new connection
            }
            throw explained;
        } catch (DamagedException e) {
            throw new HistoryException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            database.release();
            throw HistoryException.passing(EarlierHistory.reason(e));
        } catch (DateTimeException | ArithmeticException e) {
            throw new HistoryException("a time is out of bounds: " + e.getMessage());
        }
    }

    private <T> T once(Work<T> work) throws SQLException, IOException, DamagedException {
        SqliteStatements sql = new SqliteStatements(database.opened());
        return work.on(new SqliteTables(sql), sql);
    }
}
