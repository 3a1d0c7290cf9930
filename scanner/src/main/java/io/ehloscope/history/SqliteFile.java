package io.ehloscope.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * The file of the embedded database: creates, opens and checks it, and moves it aside. A file gets its name only when
 * it is complete, with its tables, so a file that is empty or lacks them was damaged later.
 *
 * <p>The database is in WAL mode with {@code synchronous=FULL}: a commit returns when the data is on disk. It is locked
 * for one connection, so nothing else can write to it. The index of the WAL then needs no shared memory, which a
 * damaged file could use to crash the process.
 *
 * <p>While a connection is open, nothing in this process may open and close the file in another way: the operating
 * system would drop the locks of SQLite.
 */
final class SqliteFile {

    /** The name of the database in the storage path. */
    static final String NAME = "history.db";

    private static final String LOG = "-wal";
    private static final String NEW = ".new";
    private static final String ASIDE = ".unreadable-";
    private static final int MAX_KEPT = 3;

    /** The largest file that is checked completely when it is opened, in bytes: checking 32 MiB takes about 0.1 s. */
    private static final long MAX_CHECKED = 32L << 20;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private static final List<String> SETTINGS = List.of(
            "pragma busy_timeout = 2000",
            "pragma locking_mode = exclusive",
            "pragma journal_mode = wal",
            "pragma synchronous = full",
            "pragma foreign_keys = on",
            "pragma cell_size_check = on",
            "pragma trusted_schema = off",
            "pragma temp_store = memory",
            "pragma cache_size = -8192",
            "pragma wal_autocheckpoint = 1000",
            "pragma journal_size_limit = 4194304");

    private final Path directory;
    private final Path file;
    private final Clock clock;
    private @Nullable Object key;
    private long size;

    SqliteFile(Path directory, Clock clock) {
        this.directory = directory;
        this.file = directory.resolve(NAME);
        this.clock = clock;
    }

    /** The file is unusable. The message is the reason, as a clause. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String why) {
            super(why);
        }
    }

    Path path() {
        return file;
    }

    boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether there is a WAL without its database; SQLite would take it for that of a new database. */
    boolean isOrphanedLog() {
        return !exists() && Files.exists(sibling(LOG), LinkOption.NOFOLLOW_LINKS);
    }

    /** Creates an empty database with its tables. */
    void create() throws SQLException, IOException {
        Path temporary = sibling(NEW);
        Files.deleteIfExists(temporary);
        Files.deleteIfExists(directory.resolve(NAME + NEW + LOG));
        try (Connection connection = connect(temporary, true)) {
            SqliteStatements sql = new SqliteStatements(connection);
            sql.execute("pragma auto_vacuum = incremental");
            apply(sql);
            new SqliteTables(sql).create();
        }
        publish(temporary);
    }

    /** Gives a complete database its name. */
    private void publish(Path temporary) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(directory.toAbsolutePath(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system can open a directory; the file is complete in any case.
        }
    }

    /**
     * Opens the database and checks it.
     *
     * @throws DamagedException if it is damaged, cut short, or not a history
     * @throws SQLException if it cannot be opened now
     */
    Connection open() throws SQLException, IOException, DamagedException {
        if (!Files.isRegularFile(file)) {
            throw new DamagedException("it is not a regular file");
        }
        if (Files.size(file) == 0) {
            throw new DamagedException("it is empty");
        }
        Connection connection = connect(file, false);
        boolean usable = false;
        try {
            SqliteStatements sql = new SqliteStatements(connection);
            apply(sql);
            check(sql);
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            key = now.fileKey();
            size = now.size();
            usable = true;
            return connection;
        } catch (SQLException e) {
            if (SqliteErrors.isDamage(e)) {
                throw new DamagedException(SqliteErrors.sentence(e));
            }
            throw e;
        } finally {
            if (!usable) {
                close(connection);
            }
        }
    }

    private void check(SqliteStatements sql) throws SQLException, IOException, DamagedException {
        boolean isWhole = isCheckpointed(sql);
        String fault = new SqliteTables(sql).fault();
        if (fault != null) {
            throw new DamagedException(fault);
        }
        long needed = sql.number("pragma page_count") * sql.number("pragma page_size");
        if (isWhole && Files.size(file) < needed) {
            throw new DamagedException("it is cut short: " + Files.size(file) + " of " + needed + " bytes");
        }
        if (needed <= MAX_CHECKED) {
            String found = sql.text("pragma quick_check(1)");
            if (!"ok".equals(found)) {
                throw new DamagedException(
                        "it is damaged: " + found.lines().skip(1).findFirst().orElse(found));
            }
        }
    }

    /** Whether all data is in the file itself; on a full disk a part stays in the WAL, where it is readable. */
    private static boolean isCheckpointed(SqliteStatements sql) throws SQLException {
        try {
            return sql.number("pragma wal_checkpoint(truncate)") == 0;
        } catch (SQLException e) {
            if (SqliteErrors.isFull(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Opens a database in memory. */
    static Connection inMemory() throws SQLException {
        Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
        SqliteStatements sql = new SqliteStatements(connection);
        sql.execute("pragma foreign_keys = on");
        new SqliteTables(sql).create();
        return connection;
    }

    /** Whether the file with this name is still the file that was opened. */
    boolean isSame() throws IOException {
        return exists()
                && Objects.equals(
                        key,
                        Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    /** Whether the file is smaller than at the last {@link #written()}, although only the connection may shrink it. */
    boolean isCut() throws IOException {
        return Files.size(file) < size;
    }

    /** Records the size of the file after a write of the connection. */
    void written() throws IOException {
        size = Files.size(file);
    }

    /** Restores a deleted file through the connection, which still has its data; closes the connection. */
    void restore(Connection connection) throws SQLException, IOException {
        Path temporary = sibling(NEW);
        Files.deleteIfExists(temporary);
        new SqliteStatements(connection)
                .execute("vacuum into '" + temporary.toString().replace("'", "''") + "'");
        close(connection);
        Files.deleteIfExists(sibling(LOG));
        publish(temporary);
    }

    /**
     * Renames the database, which must be closed, and returns its new name. Keeps the newest three of all renamed
     * databases.
     */
    Path moveAside() throws IOException {
        String time = TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        Path aside = sibling(ASIDE + time);
        for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            aside = sibling(ASIDE + time + "-" + i);
        }
        if (exists()) {
            Files.move(file, aside);
        }
        Path log = sibling(LOG);
        if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(log, aside.resolveSibling(aside.getFileName() + LOG));
        }
        Files.deleteIfExists(sibling("-shm"));
        deleteOldest();
        return aside;
    }

    private void deleteOldest() throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> aside = Files.newDirectoryStream(directory, NAME + ASIDE + "*")) {
            aside.forEach(all::add);
        }
        List<String> times = all.stream()
                .map(each -> each.toString().replaceAll(LOG + "$", ""))
                .distinct()
                .sorted(Comparator.reverseOrder())
                .skip(MAX_KEPT)
                .toList();
        for (Path each : all) {
            if (times.contains(each.toString().replaceAll(LOG + "$", "")) && Files.isRegularFile(each)) {
                Files.delete(each);
            }
        }
    }

    /** Closes a connection, in whatever state its database is. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Committed data is already in the file or its WAL.
        }
    }

    private static void apply(SqliteStatements sql) throws SQLException {
        for (String each : SETTINGS) {
            sql.execute(each);
        }
    }

    private static Connection connect(Path file, boolean create) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    }

    private Path sibling(String suffix) {
        return directory.resolve(NAME + suffix);
    }
}
