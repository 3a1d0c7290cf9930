package io.ehloscope.history;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads the native library of SQLite. The driver contains it in its jar and extracts it to a directory from which
 * programs can run. Here that is a separate directory, which is deleted as soon as the library is loaded. Nothing stays
 * behind, however the process ends, unless it is killed while it loads the library; {@link #sweep} deletes that.
 */
final class SqliteLibrary {

    /** The driver's system property for the directory; a user may set it. */
    private static final String DIRECTORY = "org.sqlite.tmpdir";

    /** The driver's system property for a library that is already extracted; a user may set it. */
    private static final String EXTRACTED = "org.sqlite.lib.path";

    private static final String PREFIX = ".sqlite-library-";

    private SqliteLibrary() {}

    /**
     * Loads the library, once for the process.
     *
     * @param directories the candidates for its directory; the first that works is used
     * @throws HistoryException if none works
     */
    static synchronized void load(List<Path> directories) {
        String named = System.getProperty(DIRECTORY, System.getProperty(EXTRACTED));
        if (named != null) {
            if (isLoaded()) {
                return;
            }
            throw failure(named);
        }
        for (Path each : directories) {
            if (isLoadedFrom(each)) {
                return;
            }
        }
        throw failure(directories.stream().map(Path::toString).collect(Collectors.joining(" or ")));
    }

    private static HistoryException failure(String directories) {
        return new HistoryException("the library of SQLite for " + System.getProperty("os.name") + " on "
                + System.getProperty("os.arch") + " cannot be loaded from " + directories
                + ", where programs may be forbidden (noexec); name another directory with -D" + DIRECTORY
                + "=DIR in JAVA_OPTS");
    }

    /** Deletes what a killed process left in this directory, which no other process may use. */
    static void sweep(Path directory) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path each : left) {
                remove(each);
            }
        } catch (IOException e) {
            // A directory that cannot be deleted takes 1 MB; the next start tries again.
        }
    }

    private static boolean isLoadedFrom(Path parent) {
        Path directory;
        try {
            directory = Files.createTempDirectory(parent, PREFIX);
        } catch (IOException e) {
            return false;
        }
        System.setProperty(DIRECTORY, directory.toString());
        try {
            return isLoaded();
        } finally {
            System.clearProperty(DIRECTORY);
            try {
                remove(directory);
            } catch (IOException e) {
                // Windows cannot delete a loaded library; the next start deletes it.
            }
        }
    }

    private static boolean isLoaded() {
        try {
            SQLiteJDBCLoader.initialize();
            return true;
        } catch (Exception
                | LinkageError e) { // the driver declares no more, and names none of the directories it tried
            return false;
        }
    }

    private static void remove(Path directory) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        }
        Files.deleteIfExists(directory);
    }
}
