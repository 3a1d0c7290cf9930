package io.ehloscope.history;

import static io.ehloscope.history.HistoryStoreTest.change;
import static io.ehloscope.history.HistoryStoreTest.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.history.HistoryStore.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** A history that an earlier version wrote: four scans of two servers. */
class EarlierHistoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void historyIsImportedOnceWithTheSameIds() throws Exception {
        copy();
        List<HistoryScan> scans = scans();
        assertThat(scans).extracting(HistoryScan::id).containsExactly(4L, 3L, 2L, 1L);
        assertThat(directory.resolve("history.mv.db")).doesNotExist();
        assertThat(directory.resolve("history.mv.db.migrated")).exists();
        assertThat(scans()).isEqualTo(scans);
        copy();
        assertThat(scans()).as("a second time").isEqualTo(scans);
    }

    @Test
    void damagedHistoryIsRenamedAndANewOneBegins() throws Exception {
        copy();
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("history.mv.db").toFile(), "rw")) {
            file.setLength(file.length() / 3);
        }
        EmbeddedHistory history = EmbeddedHistory.serving(directory, Clock.systemUTC());
        assertThat(history.add(entry("a", 0, change("mail:25", "1", "2"))).block(PATIENCE))
                .isPositive();
        history.close(PATIENCE, Schedulers.parallel()).block(PATIENCE);
        assertThat(directory.resolve("history.mv.db")).doesNotExist();
        assertThat(directory.resolve("history.mv.db.unreadable")).exists();
    }

    private List<HistoryScan> scans() {
        EmbeddedHistory history = EmbeddedHistory.serving(directory, Clock.systemUTC());
        try {
            assertThat(history.changes("h2.test", "127.3.0.1:12636", Page.first(100))
                            .collectList()
                            .block(PATIENCE))
                    .isNotEmpty();
            return history.scans("h2.test", Page.first(100)).collectList().block(PATIENCE);
        } finally {
            history.close(PATIENCE, Schedulers.parallel()).block(PATIENCE);
        }
    }

    private void copy() throws IOException {
        try (InputStream old = EarlierHistoryTest.class.getResourceAsStream("history.mv.db.gz")) {
            Files.copy(new GZIPInputStream(Objects.requireNonNull(old)), directory.resolve("history.mv.db"));
        }
    }
}
