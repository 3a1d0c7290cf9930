package io.ehloscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.history.HistoryStore.Page;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The history in the storage path, and damage to its file. */
class EmbeddedHistoryTest extends HistoryStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:34:56Z"), ZoneOffset.UTC);
    private static final String ASIDE = "history.db.unreadable-20261130T123456Z";

    @TempDir
    private static Path directory;

    private final List<EmbeddedHistory> opened = new ArrayList<>();

    @Override
    HistoryStore empty(String name) {
        try {
            return open(Files.createDirectory(directory.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    HistoryStore reopened(String name) {
        closeAll();
        return open(directory.resolve(name));
    }

    @Override
    String messageForALaterVersion(String name) {
        try {
            closed(directory.resolve(name), 1);
            execute(directory.resolve(name), "pragma user_version = 99");
            EmbeddedHistory reading = EmbeddedHistory.reading(directory.resolve(name), CLOCK);
            opened.add(reading);
            return reading.ready()
                    .thenReturn("nothing")
                    .onErrorResume(HistoryException.class, e -> Mono.just(e.getMessage()))
                    .block(PATIENCE);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void closeAll() {
        opened.forEach(each -> each.close(PATIENCE, Schedulers.parallel()).block(PATIENCE));
        opened.clear();
    }

    /** The kinds of damage. */
    enum Damage {
        EMPTY,
        CUT_IN_THE_MIDDLE,
        CUT_BY_ONE_PAGE,
        CUT_BY_ONE_BYTE,
        ZEROS,
        GARBAGE_INSIDE,
        NO_DATABASE,
        WITHOUT_TABLES,
        ANOTHER_DATABASE,
        A_DIRECTORY;

        void to(Path storage) throws IOException, SQLException {
            Path file = storage.resolve("history.db");
            long size = Files.size(file);
            switch (this) {
                case EMPTY -> cut(file, 0);
                case CUT_IN_THE_MIDDLE -> cut(file, size / 2);
                case CUT_BY_ONE_PAGE -> cut(file, size - 4096);
                case CUT_BY_ONE_BYTE -> cut(file, size - 1);
                case ZEROS -> Files.write(file, new byte[(int) size]);
                case GARBAGE_INSIDE -> {
                    try (RandomAccessFile inside = new RandomAccessFile(file.toFile(), "rw")) {
                        for (long at = 4096; at < size; at += 4096) {
                            inside.seek(at);
                            inside.write("garbage garbage garbage garbage!"
                                    .repeat(100)
                                    .getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
                case NO_DATABASE -> Files.writeString(file, "no database ".repeat(1000));
                case WITHOUT_TABLES -> execute(storage, "drop table ehloscope_changes");
                case ANOTHER_DATABASE -> {
                    Files.delete(file);
                    execute(storage, "create table other (id integer)");
                }
                case A_DIRECTORY -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }
            }
        }

        private static void cut(Path file, long size) throws IOException {
            try (RandomAccessFile inside = new RandomAccessFile(file.toFile(), "rw")) {
                inside.setLength(size);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedFileIsMovedAsideAndANewOneIsCreated(Damage damage) throws Exception {
        Path storage = closed(newDirectory("damaged" + damage), 300);
        damage.to(storage);
        EmbeddedHistory history = open(storage);
        assertThat(history.scans("a", Page.first(10)).collectList().block(PATIENCE))
                .isEmpty();
        assertThat(history.add(entry("a", 1, change("mail:25", "1", "2"))).block(PATIENCE))
                .isEqualTo(1);
        assertThat(storage.resolve(ASIDE)).exists();
    }

    @ParameterizedTest
    @EnumSource(
            value = Damage.class,
            names = {"EMPTY", "CUT_IN_THE_MIDDLE", "CUT_BY_ONE_PAGE"})
    void aFileThatIsCutWhileOpenIsMovedAsideAndTheNextEntryIsWritten(Damage damage) throws Exception {
        Path storage = newDirectory("open" + damage);
        EmbeddedHistory history = open(storage);
        fill(history, 300);
        damage.to(storage);
        assertThat(history.add(entry("a", 400, change("mail:25", "1", "2"))).block(PATIENCE))
                .isEqualTo(1);
        assertThat(history.scans("a", Page.first(10)).collectList().block(PATIENCE))
                .hasSize(1);
        assertThat(storage.resolve(ASIDE)).exists();
    }

    @Test
    void aLongListIsReadInPartsAndIsComplete() throws Exception {
        EmbeddedHistory history = open(newDirectory("long"));
        HistoryChange[] many = IntStream.range(0, 12_345)
                .mapToObj(i -> change("h" + i + ":25", "1", "2"))
                .toArray(HistoryChange[]::new);
        history.add(entry("a", 0, many)).block(PATIENCE);
        assertThat(history.between("a", 0, 1)
                        .map(row -> row.entry().target())
                        .collectList()
                        .block(PATIENCE))
                .hasSize(12_345)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFileThatIsDeletedWhileOpenIsRestored() throws Exception {
        Path storage = newDirectory("deleted");
        EmbeddedHistory history = open(storage);
        fill(history, 50);
        Files.delete(storage.resolve("history.db"));
        Files.deleteIfExists(storage.resolve("history.db-wal"));
        assertThat(history.add(entry("a", 60)).block(PATIENCE)).isEqualTo(51);
        closeAll();
        assertThat(open(storage).scans("a", Page.first(100)).collectList().block(PATIENCE))
                .hasSize(51);
    }

    @Test
    void aWalWithoutItsDatabaseIsMovedAside() throws Exception {
        Path storage = newDirectory("orphan");
        Files.writeString(storage.resolve("history.db-wal"), "what another database left");
        assertThat(open(storage).add(entry("a", 0)).block(PATIENCE)).isEqualTo(1);
        assertThat(storage.resolve(ASIDE + "-wal")).exists();
    }

    @Test
    void theNewestThreeFilesMovedAsideAreKept() throws Exception {
        Path storage = newDirectory("often");
        for (int i = 0; i < 6; i++) {
            Files.writeString(storage.resolve("history.db"), "no database, number " + i);
            assertThat(open(storage).add(entry("a", i)).block(PATIENCE)).isEqualTo(1);
            closeAll();
        }
        try (Stream<Path> all = Files.list(storage)) {
            assertThat(all.filter(each -> each.toString().contains("unreadable")))
                    .hasSize(3);
        }
    }

    @Test
    void aReadingCommandLeavesADamagedFile() throws Exception {
        Path storage = newDirectory("reading");
        Files.writeString(storage.resolve("history.db"), "no database");
        EmbeddedHistory reading = EmbeddedHistory.reading(storage, CLOCK);
        opened.add(reading);
        assertThatThrownBy(() -> reading.scanners().collectList().block(PATIENCE))
                .isInstanceOf(HistoryException.class);
        assertThat(storage.resolve("history.db")).exists();
    }

    @Test
    void aFullDiskFailsAnEntryUntilThereIsSpace() throws Exception {
        Path storage = newDirectory("full");
        EmbeddedHistory history = open(storage);
        fill(history, 20);
        HistoryEntry large = entry(
                "a",
                30,
                IntStream.range(0, 20_000)
                        .mapToObj(i -> change("h" + i + ":25", "1", "2"))
                        .toArray(HistoryChange[]::new));
        history.unit((tables, sql) -> sql.number("pragma max_page_count = 60")).block(PATIENCE);
        assertThatThrownBy(() -> history.add(large).block(PATIENCE))
                .isInstanceOfSatisfying(
                        HistoryException.class, e -> assertThat(e.mayPass()).isTrue())
                .hasMessageContaining("full");
        assertThat(history.scans("a", Page.first(100)).collectList().block(PATIENCE))
                .hasSize(20);
        history.unit((tables, sql) -> sql.number("pragma max_page_count = 1000000"))
                .block(PATIENCE);
        assertThat(history.add(large).block(PATIENCE)).isEqualTo(21);
        assertThat(history.between("a", 20, 21).count().block(PATIENCE)).isEqualTo(20_000);
    }

    /** Needs a separate file system, which root can mount; the test above produces the same errors of SQLite. */
    @Test
    void aFullFileSystemAllowsReadingAndLaterWriting() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount a file system");
        Path storage = newDirectory("mounted");
        Process mounted =
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", storage.toString()).start();
        Assumptions.assumeTrue(mounted.waitFor() == 0, "this system does not let root mount a file system");
        try {
            EmbeddedHistory history = open(storage);
            fill(history, 20);
            Path filler = storage.resolve("filler");
            assertThatThrownBy(() -> Files.write(filler, new byte[16 << 20])).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> fill(history, 60, 20)).isInstanceOf(HistoryException.class);
            closeAll();
            EmbeddedHistory reopened = open(storage);
            List<HistoryScan> there =
                    reopened.scans("a", Page.first(100)).collectList().block(PATIENCE);
            assertThat(there).hasSizeGreaterThanOrEqualTo(20);
            Files.delete(filler);
            fill(reopened, 60, 20);
            assertThat(reopened.scans("a", Page.first(100)).collectList().block(PATIENCE))
                    .hasSize(60);
        } finally {
            closeAll();
            new ProcessBuilder("umount", storage.toString()).start().waitFor();
        }
    }

    @Test
    void aFileLockedByAnotherProgramIsUsedOnceItIsFree() throws Exception {
        Path storage = closed(newDirectory("locked"), 5);
        EmbeddedHistory history = open(storage);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + storage.resolve("history.db"));
                Statement statement = other.createStatement()) {
            statement.execute("begin exclusive");
            assertThatThrownBy(() -> history.add(entry("a", 9)).block(PATIENCE))
                    .isInstanceOfSatisfying(
                            HistoryException.class, e -> assertThat(e.mayPass()).isTrue());
            statement.execute("rollback");
        }
        assertThat(history.add(entry("a", 9)).block(PATIENCE)).isEqualTo(6);
    }

    @Test
    void deletedScansReleaseTheirSpace() throws Exception {
        Path storage = newDirectory("space");
        EmbeddedHistory history = open(storage);
        fill(history, 200);
        for (int i = 200; i < 260; i++) {
            history.add(entry("a", i)).block(PATIENCE);
        }
        closeAll();
        long before = Files.size(storage.resolve("history.db"));
        open(storage).forget(START.plus(Duration.ofHours(190))).block(PATIENCE);
        closeAll();
        assertThat(Files.size(storage.resolve("history.db"))).isLessThan(before / 4);
        assertThat(storage.resolve("history.db-wal")).doesNotExist();
    }

    @Test
    void onlyTheDatabaseStaysInTheStoragePath() throws Exception {
        Path storage = closed(newDirectory("tidy"), 3);
        try (Stream<Path> all = Files.list(storage)) {
            assertThat(all.map(each -> each.getFileName().toString())).containsExactly("history.db");
        }
    }

    private EmbeddedHistory open(Path storage) {
        EmbeddedHistory history = EmbeddedHistory.serving(storage, CLOCK);
        opened.add(history);
        return history;
    }

    private static Path newDirectory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    /** Creates a closed history with this number of entries. */
    private Path closed(Path storage, int entries) {
        fill(open(storage), entries);
        closeAll();
        return storage;
    }

    private static void fill(EmbeddedHistory history, int entries) {
        fill(history, entries, 0);
    }

    private static void fill(EmbeddedHistory history, int entries, int first) {
        for (int i = first; i < entries; i++) {
            HistoryChange[] changes = IntStream.range(0, 20)
                    .mapToObj(k -> change("host-" + k + ".example.com:25", "healthy", "unreachable"))
                    .toArray(HistoryChange[]::new);
            history.add(entry("a", i, changes)).block(PATIENCE);
        }
    }

    private static void execute(Path storage, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + storage.resolve("history.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
