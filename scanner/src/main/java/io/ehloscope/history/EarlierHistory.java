package io.ehloscope.history;

import io.ehloscope.drift.Change;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.h2.Driver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;

/**
 * The H2 file in which earlier versions kept the history. It is imported once into the current database, and renamed.
 * Data that cannot be read is left out, with a warning.
 */
final class EarlierHistory {

    private static final Logger LOG = LoggerFactory.getLogger(EarlierHistory.class);
    private static final String DATABASE = "history";
    private static final String NAME = DATABASE + ".mv.db";

    private final Path file;

    EarlierHistory(Path directory) {
        this.file = directory.resolve(NAME);
    }

    /** Whether the directory has such a file. */
    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(NAME));
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** The imported data. */
    private static final class Imported {
        private final Map<Long, Long> scans = new HashMap<>();
        private long changes;
        private @Nullable String fault;
    }

    /**
     * Imports everything in one transaction, and renames the file.
     *
     * @throws SQLException if the target cannot be written; the file stays unchanged then
     */
    void importInto(SqliteStatements target) throws SQLException {
        Imported imported = new Imported();
        target.transaction(() -> {
            try {
                copy(target, imported);
            } catch (SQLiteException e) {
                throw e;
            } catch (SQLException | RuntimeException e) { // thrown by H2 for a damaged file
                String message = String.valueOf(e.getMessage());
                imported.fault = message.lines().findFirst().orElse(message);
            }
        });
        rename(imported);
    }

    private void rename(Imported imported) {
        String fault = imported.fault;
        Path renamed = file.resolveSibling(NAME + (fault == null ? ".migrated" : ".unreadable"));
        try {
            Files.move(file, renamed, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the history {} of an earlier version cannot be renamed: {}", file, reason(e));
        }
        if (fault == null) {
            LOG.atInfo()
                    .addKeyValue("scans", imported.scans.size())
                    .addKeyValue("changes", imported.changes)
                    .log("the history of an earlier version is taken over; its file is now " + renamed);
        } else {
            LOG.warn(
                    "the history {} of an earlier version cannot be read to its end: {}; {} scans and {} changes are taken"
                            + " over, and the file is now {}",
                    file,
                    fault,
                    imported.scans.size(),
                    imported.changes,
                    renamed);
        }
    }

    private void copy(SqliteStatements sql, Imported imported) throws SQLException {
        SqliteTables target = new SqliteTables(sql);
        boolean isEmpty = sql.number("select count(*) from ehloscope_scans") == 0;
        try (Connection source = open();
                Statement statement = source.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select * from ehloscope_scans order by id")) {
                while (rows.next()) {
                    HistoryScan scan = scan(rows);
                    if (target.existing(scan) == null) {
                        imported.scans.put(scan.id(), target.insert(scan, isEmpty ? scan.id() : null));
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery("select * from ehloscope_changes order by id");
                    PreparedStatement changes = target.changes()) {
                while (rows.next()) {
                    Long scan = imported.scans.get(rows.getLong("scan_id"));
                    if (scan != null) {
                        target.insert(changes, scan, rows.getLong("id"), change(rows));
                        imported.changes++;
                    }
                }
            }
        }
    }

    private Connection open() throws SQLException {
        String url = "jdbc:h2:file:" + file.resolveSibling(DATABASE).toAbsolutePath()
                + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE;LAZY_QUERY_EXECUTION=TRUE;TRACE_LEVEL_FILE=0";
        Properties user = new Properties();
        user.setProperty("user", "sa");
        return Objects.requireNonNull(new Driver().connect(url, user));
    }

    private static HistoryScan scan(ResultSet row) throws SQLException {
        return new HistoryScan(
                row.getLong("id"),
                row.getString("scanner"),
                row.getBoolean("whole"),
                time(row, "started_at"),
                time(row, "finished_at"),
                Duration.ofMillis(row.getLong("duration_ms")),
                row.getInt("targets"),
                row.getInt("findings"));
    }

    private static HistoryChange change(ResultSet row) throws SQLException {
        Change change = new Change(
                Change.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("what"),
                row.getString("was"),
                row.getString("became"));
        return new HistoryChange(row.getString("target"), row.getString("site"), time(row, "seen_at"), change);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Why a file is unusable, in words. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied for " + e.getMessage();
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
