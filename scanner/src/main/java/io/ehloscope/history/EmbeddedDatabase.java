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

/**
 * The connection to the embedded database. It handles a file that is missing, replaced or damaged. For use by one
 * thread.
 */
final class EmbeddedDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final @Nullable SqliteFile file;
    private final @Nullable EarlierHistory earlier;
    private final List<Path> libraryDirectories;
    private final boolean repairs;
    private @Nullable Connection connection;

    /**
     * Creates the access to a database, which is not open yet.
     *
     * @param directory the storage path; null for a database in memory
     * @param repairs whether to create a missing file, and to move a damaged one aside
     */
    EmbeddedDatabase(@Nullable Path directory, Clock clock, boolean repairs) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
        this.file = directory == null ? null : new SqliteFile(directory, clock);
        this.earlier = directory == null || !repairs ? null : new EarlierHistory(directory);
        this.libraryDirectories = directory == null || !repairs ? List.of(temporary) : List.of(directory, temporary);
        this.repairs = repairs;
    }

    /** The connection; opens it if it is not open. */
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
            open = reopen(file, open);
            connection = open;
        } else if (file.isCut()) {
            throw new DamagedException("it was cut short while it was open");
        }
        return open;
    }

    private Connection opened(SqliteFile database) throws SQLException, IOException, DamagedException {
        if (!database.exists()) {
            if (!repairs) {
                throw new DamagedException("an earlier version of this program wrote it; serve takes it over");
            }
            if (database.isOrphanedLog()) {
                Path aside = database.moveAside();
                LOG.warn("the history {} is missing; its log is now {}-wal, and a new one is begun", file(), aside);
            }
            database.create();
        }
        Connection opened = database.open();
        if (earlier != null && earlier.exists()) {
            earlier.importInto(new SqliteStatements(opened));
            database.written();
        }
        return opened;
    }

    /** The file was deleted or replaced: restores a deleted file, and uses a replacement. */
    private Connection reopen(SqliteFile database, Connection open) throws SQLException, IOException, DamagedException {
        if (database.exists()) {
            LOG.warn("the history {} was replaced by another file, which is used from now on", file());
            SqliteFile.close(open);
        } else {
            try {
                database.restore(open);
            } catch (SQLException | IOException e) {
                connection = open; // the connection still has all data, for the next call
                throw HistoryException.passing("its file was deleted, and cannot be restored: " + e.getMessage());
            }
            LOG.warn("the history {} was deleted while it was in use; it is restored", file());
        }
        return opened(database);
    }

    /** Moves an unusable file aside. */
    void replace(String why) throws IOException, DamagedException {
        release();
        if (!repairs || file == null) {
            throw new DamagedException(why);
        }
        Path aside = file.moveAside();
        LOG.warn("the history {} cannot be used: {}; it is now {}, and a new one is begun", file(), why, aside);
    }

    /** Records the size of the file after a write. */
    void written() throws IOException {
        if (file != null) {
            file.written();
        }
    }

    /** Closes the connection, if it is open; the next call opens another. */
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
