package io.ehloscope.history;

import io.ehloscope.drift.Change;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A history in PostgreSQL, through R2DBC. The tables are created on first use, so the program starts even if the
 * database is down.
 */
public final class PostgresHistory implements HistoryStore {

    private static final int BATCH = 500;
    private static final String WHOLE_SCANS =
            "select id, scanner, whole, started_at, finished_at, duration_ms, targets, findings from ehloscope_scans"
                    + " where scanner = $1 and whole";
    private static final String CHANGES =
            "select c.scan_id, c.target, c.site, c.seen_at, c.kind, c.what, c.was, c.became"
                    + " from ehloscope_changes c join ehloscope_scans s on s.id = c.scan_id where s.scanner = $1";

    private final ConnectionFactory database;
    private final Scheduler worker;
    private final Mono<Void> ready;

    /**
     * Creates a history that is not connected yet.
     *
     * @param database provides a connection for each unit of work
     * @param worker the scheduler on which work begins
     */
    public PostgresHistory(PostgresDatabase database, Scheduler worker) {
        this.database = database.connections();
        this.worker = worker;
        this.ready = Mono.usingWhen(Mono.from(this.database.create()), Migrations::run, Connection::close)
                .thenReturn(true)
                .cacheInvalidateIf(done -> false)
                .then();
    }

    /** Completes when the tables exist. */
    public Mono<Void> ready() {
        return ready.onErrorMap(R2dbcException.class, HistoryException::of).subscribeOn(worker);
    }

    /** Does not write an entry that exists already: a connection may break after a successful commit. */
    @Override
    public Mono<Long> add(HistoryEntry entry) {
        return one(connection -> existing(connection, entry.scan()).switchIfEmpty(insertEntry(connection, entry)));
    }

    private static Mono<Long> insertEntry(Connection connection, HistoryEntry entry) {
        return Mono.from(connection.beginTransaction())
                .then(insert(connection, entry.scan()))
                .flatMap(id -> Flux.fromIterable(entry.changes())
                        .buffer(BATCH)
                        .concatMap(some -> insert(connection, id, some))
                        .then(Mono.from(connection.commitTransaction()))
                        .thenReturn(id))
                .onErrorResume(failed -> Mono.from(connection.rollbackTransaction())
                        .onErrorComplete()
                        .then(Mono.error(failed)));
    }

    private static Mono<Long> existing(Connection connection, HistoryScan scan) {
        return rows(
                        connection
                                .createStatement("select id from ehloscope_scans where finished_at = $1"
                                        + " and started_at = $2 and scanner = $3 and whole = $4 limit 1")
                                .bind("$1", time(scan.finishedAt()))
                                .bind("$2", time(scan.startedAt()))
                                .bind("$3", StoredText.of(scan.scanner()))
                                .bind("$4", scan.whole()),
                        row -> Objects.requireNonNull(row.get("id", Long.class)))
                .next();
    }

    @Override
    public Flux<Row> changes(String scanner, String target, Page page) {
        return many(connection -> rows(
                connection
                        .createStatement(CHANGES + " and c.target = $2 and c.scan_id < $3"
                                + " order by c.scan_id desc, c.id limit " + page.limit())
                        .bind("$1", scanner)
                        .bind("$2", target)
                        .bind("$3", page.before()),
                PostgresHistory::change));
    }

    @Override
    public Flux<HistoryScan> scans(String scanner, Page page) {
        return many(connection -> rows(
                connection
                        .createStatement(WHOLE_SCANS + " and id < $2 order by id desc limit " + page.limit())
                        .bind("$1", scanner)
                        .bind("$2", page.before()),
                PostgresHistory::scan));
    }

    @Override
    public Mono<HistoryScan> base(String scanner, Instant endedBy) {
        Mono<HistoryScan> last = many(connection -> rows(
                        connection
                                .createStatement(WHOLE_SCANS
                                        + " and finished_at <= $2 order by finished_at desc, id desc limit 1")
                                .bind("$1", scanner)
                                .bind("$2", time(endedBy)),
                        PostgresHistory::scan))
                .next();
        Mono<HistoryScan> oldest = many(connection -> rows(
                        connection
                                .createStatement(WHOLE_SCANS + " order by id limit 1")
                                .bind("$1", scanner),
                        PostgresHistory::scan))
                .next();
        return last.switchIfEmpty(oldest);
    }

    @Override
    public Flux<Row> between(String scanner, long after, long upTo) {
        return many(connection -> rows(
                connection
                        .createStatement(CHANGES + " and c.scan_id > $2 and c.scan_id <= $3 order by c.scan_id, c.id")
                        .bind("$1", scanner)
                        .bind("$2", after)
                        .bind("$3", upTo),
                PostgresHistory::change));
    }

    @Override
    public Flux<String> scanners() {
        return many(connection -> rows(
                connection.createStatement("select distinct scanner from ehloscope_scans order by scanner"),
                row -> text(row, "scanner")));
    }

    @Override
    public Mono<Long> forget(Instant before) {
        return one(connection -> Flux.from(connection
                        .createStatement("delete from ehloscope_scans where finished_at < $1")
                        .bind("$1", time(before))
                        .execute())
                .concatMap(Result::getRowsUpdated)
                .reduce(0L, Long::sum));
    }

    private static Mono<Long> insert(Connection connection, HistoryScan scan) {
        return rows(
                        connection
                                .createStatement("insert into ehloscope_scans (scanner, whole, started_at, finished_at,"
                                        + " duration_ms, targets, findings) values ($1, $2, $3, $4, $5, $6, $7)")
                                .bind("$1", StoredText.of(scan.scanner()))
                                .bind("$2", scan.whole())
                                .bind("$3", time(scan.startedAt()))
                                .bind("$4", time(scan.finishedAt()))
                                .bind("$5", scan.duration().toMillis())
                                .bind("$6", scan.targets())
                                .bind("$7", scan.findings())
                                .returnGeneratedValues("id"),
                        row -> Objects.requireNonNull(row.get("id", Long.class)))
                .next();
    }

    private static Mono<Void> insert(Connection connection, long scan, List<HistoryChange> some) {
        Statement statement =
                connection.createStatement("insert into ehloscope_changes (scan_id, target, site, seen_at,"
                        + " kind, what, was, became) values ($1, $2, $3, $4, $5, $6, $7, $8)");
        for (int i = 0; i < some.size(); i++) {
            if (i > 0) {
                statement.add();
            }
            bind(statement, scan, some.get(i));
        }
        return Flux.from(statement.execute()).concatMap(Result::getRowsUpdated).then();
    }

    private static void bind(Statement statement, long scan, HistoryChange entry) {
        Change change = entry.change();
        statement
                .bind("$1", scan)
                .bind("$2", StoredText.of(entry.target()))
                .bind("$3", StoredText.of(entry.site()))
                .bind("$4", time(entry.at()))
                .bind("$5", change.kind().label())
                .bind("$6", StoredText.of(change.what()));
        bind(statement, "$7", change.from());
        bind(statement, "$8", change.to());
    }

    private static void bind(Statement statement, String name, @Nullable String value) {
        if (value == null) {
            statement.bindNull(name, String.class);
        } else {
            statement.bind(name, StoredText.of(value));
        }
    }

    private static Row change(Readable row) {
        Change change = new Change(
                Change.Kind.valueOf(text(row, "kind").toUpperCase(Locale.ROOT)),
                text(row, "what"),
                row.get("was", String.class),
                row.get("became", String.class));
        return new Row(
                Objects.requireNonNull(row.get("scan_id", Long.class)),
                new HistoryChange(text(row, "target"), text(row, "site"), time(row, "seen_at"), change));
    }

    private static HistoryScan scan(Readable row) {
        return new HistoryScan(
                Objects.requireNonNull(row.get("id", Long.class)),
                text(row, "scanner"),
                Objects.requireNonNull(row.get("whole", Boolean.class)),
                time(row, "started_at"),
                time(row, "finished_at"),
                Duration.ofMillis(Objects.requireNonNull(row.get("duration_ms", Long.class))),
                Objects.requireNonNull(row.get("targets", Integer.class)),
                Objects.requireNonNull(row.get("findings", Integer.class)));
    }

    private <T> Mono<T> one(Function<Connection, Mono<T>> work) {
        return Mono.usingWhen(database.create(), work, Connection::close)
                .delaySubscription(ready)
                .onErrorMap(R2dbcException.class, HistoryException::of)
                .subscribeOn(worker);
    }

    private <T> Flux<T> many(Function<Connection, Publisher<T>> work) {
        return Flux.usingWhen(database.create(), work, Connection::close)
                .delaySubscription(ready)
                .onErrorMap(R2dbcException.class, HistoryException::of)
                .subscribeOn(worker);
    }

    private static <T> Flux<T> rows(Statement statement, Function<Readable, T> row) {
        return Flux.from(statement.execute()).concatMap(result -> result.map(row));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Instant time(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, OffsetDateTime.class)).toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
