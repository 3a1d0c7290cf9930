package io.ehloscope.history;

import io.ehloscope.history.SqliteFile.DamagedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to the embedded database, and what is done where its file is not as it was left. For one thread. */
final class EmbeddedDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final @Nullable SqliteFile file;
    private final @Nullable EarlierHistory earlier;
    private final List<Path> libraryDirectories;
    private final boolean heals;
    private @Nullable Connection connection;

    /**
     * A database that is not open yet.
     *
     * @param directory the storage path; null for a database in memory
     * @param heals whether to make what is missing, and to put aside what is damaged
     */
    EmbeddedDatabase(@Nullable Path directory, Clock clock, boolean heals) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
        this.file = directory == null ? null : new SqliteFile(directory, clock);
        this.earlier = directory == null || !heals ? null : new EarlierHistory(directory);
        this.libraryDirectories = directory == null || !heals ? List.of(temporary) : List.of(directory, temporary);
        this.heals = heals;
    }

    /** The open connection, opened where it is not. */
    Connection opened() throws SQLException, IOException, DamagedException {
        Connection open = connection;
        if (open == null) {
            SqliteLibrary.load(libraryDirectories);
            open = file == null ? SqliteFile.inMemory() : opened(file);
            connection = open;
            return open;
        }
        if (file == null) {
            return open;
        }
        if (!file.isSame()) {
            connection = null;
            open = again(file, open);
            connection = open;
        } else if (file.isCut()) {
            throw new DamagedException("it was cut short while it was open");
        }
        return open;
    }

    private Connection opened(SqliteFile database) throws SQLException, IOException, DamagedException {
        if (!database.exists()) {
            if (!heals) {
                throw new DamagedException("an earlier version of this program wrote it; serve takes it over");
            }
            if (database.isOrphanedLog()) {
                Path aside = database.putAside();
                LOG.warn("the history {} is missing; its log is now {}-wal, and a new one is begun", file(), aside);
            }
            database.create();
        }
        Connection opened = database.open();
        if (earlier != null && earlier.exists()) {
            earlier.takeOver(new SqliteStatements(opened));
            database.written();
        }
        return opened;
    }

    /** Another file has the name, or none: a deleted one can still be saved, another one is used. */
    private Connection again(SqliteFile database, Connection open) throws SQLException, IOException, DamagedException {
        if (database.exists()) {
            LOG.warn("the history {} was replaced by another file, which is used from now on", file());
            SqliteFile.close(open);
        } else {
            try {
                database.restore(open);
            } catch (SQLException | IOException e) {
                connection = open; // it still has everything, for the next call
                throw HistoryException.passing("its file was deleted, and cannot be restored: " + e.getMessage());
            }
            LOG.warn("the history {} was deleted while it was in use; it is restored", file());
        }
        return opened(database);
    }

    /** Puts a file aside that cannot be used. */
    void replace(String why) throws IOException, DamagedException {
        release();
        if (!heals || file == null) {
            throw new DamagedException(why);
        }
        Path aside = file.putAside();
        LOG.warn("the history {} cannot be used: {}; it is now {}, and a new one is begun", file(), why, aside);
    }

    /** Takes note of the size of the file after something was written. */
    void written() throws IOException {
        if (file != null) {
            file.written();
        }
    }

    /** Closes the connection, if there is one; the next call opens another. */
    void release() {
        if (connection != null && file != null) {
            SqliteFile.close(connection);
            connection = null;
        }
    }

    private @Nullable Path file() {
        return file == null ? null : file.path();
    }
}
