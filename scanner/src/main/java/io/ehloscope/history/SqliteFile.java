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
 * The file of the embedded database: how it is made, opened, checked and put aside. A file appears under its name when it
 * is whole, with its tables, so one that is empty or lacks them was damaged later.
 *
 * <p>The database is in WAL mode with {@code synchronous=FULL}: a commit has returned when the system has it on disk. It is
 * locked for one connection, so nothing else can write to it, and the index of the WAL needs no shared memory, which a
 * damaged file could make the process fail with.
 *
 * <p>While a connection is open, nothing here may open and close the file in another way: the system would drop the locks
 * of SQLite.
 */
final class SqliteFile {

    /** The name of the database in the storage path. */
    static final String NAME = "history.db";

    private static final String LOG = "-wal";
    private static final String NEW = ".new";
    private static final String ASIDE = ".unreadable-";
    private static final int KEPT_ASIDE = 3;

    /** A larger file is not read as a whole when it is opened: 32 MiB take some 0.1 s. */
    private static final long MOST_CHECKED = 32L << 20;

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

    /** A file that cannot be used, with the reason as a clause. */
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

    /** Whether a WAL lies there without its database, which would be taken for that of a new one. */
    boolean isOrphanedLog() {
        return !exists() && Files.exists(beside(LOG), LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes an empty database with its tables. */
    void create() throws SQLException, IOException {
        Path made = beside(NEW);
        Files.deleteIfExists(made);
        Files.deleteIfExists(directory.resolve(NAME + NEW + LOG));
        try (Connection connection = connect(made, true)) {
            SqliteStatements sql = new SqliteStatements(connection);
            sql.execute("pragma auto_vacuum = incremental");
            apply(sql);
            new SqliteTables(sql).create();
        }
        publish(made);
    }

    /** Gives a whole database its name. */
    private void publish(Path made) throws IOException {
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(directory.toAbsolutePath(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system lets a directory be opened; the file is whole either way.
        }
    }

    /**
     * Opens the database and checks it.
     *
     * @throws DamagedException where it is damaged, cut short, or no history
     * @throws SQLException where it cannot be opened now
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
        if (needed <= MOST_CHECKED) {
            String found = sql.text("pragma quick_check(1)");
            if (!"ok".equals(found)) {
                throw new DamagedException(
                        "it is damaged: " + found.lines().skip(1).findFirst().orElse(found));
            }
        }
    }

    /** Whether everything is in the file itself; on a full disk a part stays in the WAL, where it can be read. */
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

    /** A database that is nowhere but in memory. */
    static Connection inMemory() throws SQLException {
        Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
        SqliteStatements sql = new SqliteStatements(connection);
        sql.execute("pragma foreign_keys = on");
        new SqliteTables(sql).create();
        return connection;
    }

    /** Whether the file under the name is still the one that was opened. */
    boolean isSame() throws IOException {
        return exists()
                && Objects.equals(
                        key,
                        Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    /** Whether bytes were cut off its end since {@link #written()}: only the connection makes it smaller otherwise. */
    boolean isCut() throws IOException {
        return Files.size(file) < size;
    }

    /** Takes note of its size after the connection has written. */
    void written() throws IOException {
        size = Files.size(file);
    }

    /** Saves a database whose file was deleted, through the connection that still has it; closes the connection. */
    void restore(Connection connection) throws SQLException, IOException {
        Path made = beside(NEW);
        Files.deleteIfExists(made);
        new SqliteStatements(connection)
                .execute("vacuum into '" + made.toString().replace("'", "''") + "'");
        close(connection);
        Files.deleteIfExists(beside(LOG));
        publish(made);
    }

    /** Renames the database, which must be closed; gives its new name. Of earlier ones the newest are kept. */
    Path putAside() throws IOException {
        String time = TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        Path aside = beside(ASIDE + time);
        for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            aside = beside(ASIDE + time + "-" + i);
        }
        if (exists()) {
            Files.move(file, aside);
        }
        Path log = beside(LOG);
        if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(log, aside.resolveSibling(aside.getFileName() + LOG));
        }
        Files.deleteIfExists(beside("-shm"));
        forgetOldest();
        return aside;
    }

    private void forgetOldest() throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> aside = Files.newDirectoryStream(directory, NAME + ASIDE + "*")) {
            aside.forEach(all::add);
        }
        List<String> times = all.stream()
                .map(each -> each.toString().replaceAll(LOG + "$", ""))
                .distinct()
                .sorted(Comparator.reverseOrder())
                .skip(KEPT_ASIDE)
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
            // What is committed is in the file or its WAL already.
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

    private Path beside(String suffix) {
        return directory.resolve(NAME + suffix);
    }
}
