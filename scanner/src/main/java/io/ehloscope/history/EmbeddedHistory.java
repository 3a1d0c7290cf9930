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
 * A history in an SQLite database of the storage path, or in memory. One thread of its own does all the work, each call a
 * unit of it; a unit that has begun is not interrupted, so a caller that gives it up may find that it was done.
 *
 * <p>A file that is damaged, cut short or lacks its tables is put aside with a warning, and a new one is begun, whenever
 * that is found. Where the database cannot be used now, as on a full disk, calls fail, and the next one opens it again.
 */
public final class EmbeddedHistory implements HistoryStore {

    private static final int WORK_WAITING = 1_000;
    private static final int ROWS_AT_ONCE = 5_000;

    private final EmbeddedDatabase database;
    private final Scheduler thread = Schedulers.newBoundedElastic(1, WORK_WAITING, "history", 60, true);

    /** What is done with the database. */
    interface Work<T> {
        T on(SqliteTables tables, SqliteStatements sql) throws SQLException, IOException;
    }

    private EmbeddedHistory(EmbeddedDatabase database) {
        this.database = database;
    }

    /**
     * For a service: the database is made where there is none, taken over from an earlier version of the program, and put
     * aside where it cannot be read.
     *
     * @param directory the storage path, whose lock the caller has
     * @param clock for the names of files that are put aside
     */
    public static EmbeddedHistory serving(Path directory, Clock clock) {
        SqliteLibrary.sweep(directory);
        return new EmbeddedHistory(new EmbeddedDatabase(directory, clock, true));
    }

    /** For a command that reads: a database that cannot be read is an error, and stays where it is. */
    public static EmbeddedHistory reading(Path directory, Clock clock) {
        return new EmbeddedHistory(new EmbeddedDatabase(directory, clock, false));
    }

    /** In memory, until it is closed. */
    public static EmbeddedHistory inMemory(Clock clock) {
        return new EmbeddedHistory(new EmbeddedDatabase(null, clock, true));
    }

    /** Whether there is an embedded database in this directory. */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(SqliteFile.NAME)) || EarlierHistory.isIn(directory);
    }

    /** Opens the database, which every other call does too; an error where it cannot be used now. */
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
                    if (part.size() < ROWS_AT_ONCE) {
                        return Mono.empty();
                    }
                    Placed last = part.get(part.size() - 1);
                    return part(scanner, last.row().scan(), last.position(), upTo);
                })
                .concatMapIterable(part -> part, 1)
                .map(Placed::row);
    }

    private Mono<List<Placed>> part(String scanner, long scan, long position, long upTo) {
        return unit((tables, sql) -> tables.between(scanner, scan, position, upTo, ROWS_AT_ONCE));
    }

    @Override
    public Flux<String> scanners() {
        return unit((tables, sql) -> tables.scanners()).flatMapIterable(names -> names);
    }

    @Override
    public Mono<Long> forget(Instant before) {
        return unit((tables, sql) -> {
            long scans = tables.forget(before);
            tables.giveBack();
            database.written();
            return scans;
        });
    }

    /** Closes the database, which must take no more calls; empty at the latest once this time is over. */
    public Mono<Void> close(Duration patience, Scheduler timers) {
        return Mono.<Boolean>create(sink -> thread.schedule(() -> {
                    database.release();
                    sink.success();
                }))
                .timeout(patience, Mono.empty(), timers)
                .onErrorComplete()
                .then(Mono.fromRunnable(thread::dispose));
    }

    /** Not tied to its subscriber: an interrupt would close files that are being read. */
    <T> Mono<T> unit(Work<T> work) {
        return Mono.create(sink -> {
            AtomicBoolean unwanted = new AtomicBoolean();
            sink.onCancel(() -> unwanted.set(true));
            try {
                thread.schedule(() -> {
                    if (!unwanted.get()) {
                        try {
                            sink.success(done(work));
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

    private <T> T done(Work<T> work) {
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
                database.release(); // whatever state it is in, the next call begins with a new connection
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
