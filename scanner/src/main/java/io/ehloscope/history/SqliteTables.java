package io.ehloscope.history;

import io.ehloscope.drift.Change;
import io.ehloscope.history.HistoryStore.Page;
import io.ehloscope.history.HistoryStore.Row;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the embedded database and their statements. Times are microseconds since 1970-01-01 UTC. Every method
 * blocks; call it from the thread that owns the connection.
 */
final class SqliteTables {

    /** The version of the tables; the database stores it as its {@code user_version}. */
    static final int VERSION = 1;

    /** Identifies a file as a history: "EHLO" as the {@code application_id} of the database. */
    static final int APPLICATION_ID = 0x45484c4f;

    private static final String SCANS = "ehloscope_scans";
    private static final String CHANGES = "ehloscope_changes";
    private static final List<String> CREATE = List.of(
            "create table " + SCANS + " (id integer primary key autoincrement, scanner text not null,"
                    + " whole integer not null, started_at integer not null, finished_at integer not null,"
                    + " duration_ms integer not null, targets integer not null, findings integer not null)",
            "create index ehloscope_scans_by_scanner on " + SCANS + " (scanner, id)",
            "create index ehloscope_scans_by_end on " + SCANS + " (finished_at)",
            "create table " + CHANGES + " (scan_id integer not null references " + SCANS + " (id) on delete cascade,"
                    + " position integer not null, target text not null, site text not null, seen_at integer not null,"
                    + " kind text not null, what text not null, was text, became text,"
                    + " primary key (scan_id, position)) without rowid",
            "create index ehloscope_changes_by_target on " + CHANGES + " (target, scan_id)",
            "pragma application_id = " + APPLICATION_ID,
            "pragma user_version = " + VERSION);
    private static final String SELECT_SCANS =
            "select id, scanner, whole, started_at, finished_at, duration_ms, targets, findings from " + SCANS;
    private static final String SELECT_CHANGES =
            "select c.scan_id, c.position, c.target, c.site, c.seen_at, c.kind, c.what, c.was, c.became from " + CHANGES
                    + " c join " + SCANS + " s on s.id = c.scan_id where s.scanner = ?";

    /**
     * The most pages that are released at once. Pages are released when more than a quarter of the file, and more than
     * {@value #FREE_PAGES} pages, are free.
     */
    private static final long MAX_RELEASED_PAGES = 10_000;

    private static final int FREE_PAGES = 64;

    private final SqliteStatements sql;

    SqliteTables(SqliteStatements sql) {
        this.sql = sql;
    }

    /** A change with its position in its scan, where the next part of a long list continues. */
    record Placed(Row row, long position) {}

    /** Creates the tables. */
    void create() throws SQLException {
        sql.transaction(() -> {
            for (String each : CREATE) {
                sql.execute(each);
            }
        });
    }

    /** Why this is not a history that this version can use; null if it is one. */
    @Nullable
    String fault() throws SQLException {
        if (sql.number("pragma application_id") != APPLICATION_ID) {
            return sql.number("select count(*) from sqlite_schema") == 0
                    ? "its tables are missing"
                    : "it is not a history of this program";
        }
        long version = sql.number("pragma user_version");
        if (version > VERSION) {
            return "a later version of this program wrote it (tables of version " + version + "; this one knows "
                    + VERSION + ")";
        }
        String tables = "select count(*) from sqlite_schema where type = 'table' and name in ('%s', '%s')";
        return sql.number(tables.formatted(SCANS, CHANGES)) == 2 ? null : "its tables are missing";
    }

    /**
     * Writes an entry, completely or not at all, and returns the id of its scan. Does not write an entry that exists
     * already: an attempt may have succeeded after its caller had given up.
     */
    long add(HistoryEntry entry) throws SQLException {
        List<Long> id = new ArrayList<>(1);
        sql.transaction(() -> id.add(insert(entry)));
        return id.get(0);
    }

    private long insert(HistoryEntry entry) throws SQLException {
        HistoryScan scan = entry.scan();
        Long existing = existing(scan);
        if (existing != null) {
            return existing;
        }
        long id = insert(scan, null);
        try (PreparedStatement statement = changes()) {
            for (int i = 0; i < entry.changes().size(); i++) {
                insert(statement, id, i, entry.changes().get(i));
            }
        }
        return id;
    }

    /** The id of a scan that exists already; null if it does not. */
    @Nullable
    Long existing(HistoryScan scan) throws SQLException {
        List<Long> ids = sql.list(
                "select id from " + SCANS + " where finished_at = ? and started_at = ? and scanner = ? and whole = ?",
                row -> row.getLong(1),
                micros(scan.finishedAt()),
                micros(scan.startedAt()),
                StoredText.of(scan.scanner()),
                scan.whole() ? 1L : 0L);
        return ids.isEmpty() ? null : ids.get(0);
    }

    /** Writes a scan with this id, or with the next one if it is null; returns the id. */
    long insert(HistoryScan scan, @Nullable Long id) throws SQLException {
        List<Long> ids = sql.list(
                "insert into " + SCANS
                        + " (id, scanner, whole, started_at, finished_at, duration_ms, targets, findings)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
                row -> row.getLong(1),
                id,
                StoredText.of(scan.scanner()),
                scan.whole() ? 1L : 0L,
                micros(scan.startedAt()),
                micros(scan.finishedAt()),
                scan.duration().toMillis(),
                (long) scan.targets(),
                (long) scan.findings());
        return ids.get(0);
    }

    /** The statement for {@link #insert(PreparedStatement, long, long, HistoryChange)}. */
    PreparedStatement changes() throws SQLException {
        return sql.prepared("insert into " + CHANGES
                + " (scan_id, position, target, site, seen_at, kind, what, was, became)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    /** Writes a change. */
    void insert(PreparedStatement statement, long scan, long position, HistoryChange entry) throws SQLException {
        Change change = entry.change();
        SqliteStatements.bind(
                statement,
                scan,
                position,
                StoredText.of(entry.target()),
                StoredText.of(entry.site()),
                micros(entry.at()),
                change.kind().label(),
                StoredText.of(change.what()),
                StoredText.ofNullable(change.from()),
                StoredText.ofNullable(change.to()));
        statement.executeUpdate();
    }

    List<Row> changes(String scanner, String target, Page page) throws SQLException {
        return sql.list(
                SELECT_CHANGES + " and c.target = ? and c.scan_id < ? order by c.scan_id desc, c.position limit ?",
                row -> placed(row).row(),
                scanner,
                target,
                page.before(),
                (long) page.limit());
    }

    List<HistoryScan> scans(String scanner, Page page) throws SQLException {
        return sql.list(
                SELECT_SCANS + " where scanner = ? and whole and id < ? order by id desc limit ?",
                SqliteTables::scan,
                scanner,
                page.before(),
                (long) page.limit());
    }

    @Nullable
    HistoryScan base(String scanner, Instant endedBy) throws SQLException {
        List<HistoryScan> found = sql.list(
                SELECT_SCANS + " where scanner = ? and whole and finished_at <= ?"
                        + " order by finished_at desc, id desc limit 1",
                SqliteTables::scan,
                scanner,
                micros(endedBy));
        if (found.isEmpty()) {
            found = sql.list(
                    SELECT_SCANS + " where scanner = ? and whole order by id limit 1", SqliteTables::scan, scanner);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** The changes after a position, up to and including a scan, the oldest first, and at most {@code limit}. */
    List<Placed> between(String scanner, long scan, long position, long upTo, int limit) throws SQLException {
        return sql.list(
                SELECT_CHANGES + " and (c.scan_id, c.position) > (?, ?) and c.scan_id <= ?"
                        + " order by c.scan_id, c.position limit ?",
                SqliteTables::placed,
                scanner,
                scan,
                position,
                upTo,
                (long) limit);
    }

    List<String> scanners() throws SQLException {
        return sql.list("select distinct scanner from " + SCANS + " order by scanner", row -> row.getString(1));
    }

    /** Deletes scans that ended before this time, with their changes; returns the number of scans. */
    long forget(Instant before) throws SQLException {
        try (PreparedStatement statement = sql.prepared("delete from " + SCANS + " where finished_at < ?")) {
            SqliteStatements.bind(statement, micros(before));
            return statement.executeUpdate();
        }
    }

    /** Shrinks the file if much of it is free. */
    void releaseSpace() throws SQLException {
        long free = sql.number("pragma freelist_count");
        if (free <= FREE_PAGES || free * 4 <= sql.number("pragma page_count")) {
            return;
        }
        sql.transaction(() -> {
            // Each run of the statement releases one page, whatever number it names.
            try (PreparedStatement page = sql.prepared("pragma incremental_vacuum(1)")) {
                for (long i = Math.min(free, MAX_RELEASED_PAGES); i > 0; i--) {
                    page.execute();
                }
            }
        });
    }

    private static Placed placed(ResultSet row) throws SQLException {
        Change change = new Change(
                Change.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("what"),
                row.getString("was"),
                row.getString("became"));
        HistoryChange entry =
                new HistoryChange(row.getString("target"), row.getString("site"), time(row, "seen_at"), change);
        return new Placed(new Row(row.getLong("scan_id"), entry), row.getLong("position"));
    }

    private static HistoryScan scan(ResultSet row) throws SQLException {
        return new HistoryScan(
                row.getLong("id"),
                row.getString("scanner"),
                row.getLong("whole") != 0,
                time(row, "started_at"),
                time(row, "finished_at"),
                Duration.ofMillis(row.getLong("duration_ms")),
                row.getInt("targets"),
                row.getInt("findings"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
