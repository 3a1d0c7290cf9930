package io.ehloscope.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.scheduler.VirtualTimeScheduler;

class FileWatchTest {

    @TempDir
    private Path directory;

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final AtomicInteger changes = new AtomicInteger();
    private final Set<Path> files = new HashSet<>();
    private FileWatch watch;
    private Path inventory;
    private int stamps;

    @BeforeEach
    void watch() throws IOException {
        inventory = write("inventory.yml", "one");
        files.add(inventory);
        watch = new FileWatch(() -> Set.copyOf(files));
        watch.changes(timers).subscribe(change -> changes.incrementAndGet());
    }

    @Test
    void changesDuringOrRightAfterReadingAreDetected() throws IOException {
        Path list = write("list.csv", "host");
        watch.reading(() -> files.add(list));
        write("list.csv", "host after");
        poll(2);
        assertThat(changes).hasValue(1);
        watch.reading(() -> {
            try {
                return write("list.csv", "host meanwhile");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        poll(2);
        assertThat(changes).hasValue(2);
        watch.reading(() -> files);
        poll(3);
        assertThat(changes).hasValue(2);
    }

    @Test
    void aFileThatBeginsToMatchAGlobIsAChangeAndSoIsOneThatCeases() throws IOException {
        AtomicInteger matched = new AtomicInteger();
        FileWatch globs = FileWatch.ofMatches(() -> Set.copyOf(files));
        globs.changes(timers).subscribe(change -> matched.incrementAndGet());
        Path other = write("b.json", "[]");
        files.add(other);
        poll(3);
        assertThat(matched).hasValue(1);
        assertThat(globs.reading(() -> files.remove(other))).isTrue();
        poll(3);
        assertThat(matched).hasValue(2);
        poll(3);
        assertThat(matched).hasValue(2);
    }

    @Test
    void unchangedFileIsNoChange() {
        poll(5);
        assertThat(changes).hasValue(0);
    }

    @Test
    void changeCountsOnceTheFileIsStable() throws IOException {
        for (int i = 0; i < 3; i++) {
            write("inventory.yml", "half " + i);
            poll(1);
        }
        assertThat(changes).hasValue(0);
        poll(1);
        assertThat(changes).hasValue(1);
        poll(5);
        assertThat(changes).hasValue(1);
    }

    @Test
    void replacedFileHasChanged() throws IOException {
        Path other = write("other", "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(inventory));
        Files.move(other, inventory, StandardCopyOption.ATOMIC_MOVE);
        poll(2);
        assertThat(changes).hasValue(1);
    }

    @Test
    void switchedLinkHasChanged() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), write("a", "same"));
        files.add(link);
        poll(2);
        assertThat(changes).hasValue(0);
        Path next = Files.createSymbolicLink(directory.resolve("next"), write("b", "same"));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
        poll(2);
        assertThat(changes).hasValue(1);
    }

    @Test
    void deletedAndRestoredFileHasChangedTwice() throws IOException {
        Files.delete(inventory);
        poll(2);
        assertThat(changes).hasValue(1);
        write("inventory.yml", "again");
        poll(2);
        assertThat(changes).hasValue(2);
    }

    @Test
    void newlyWatchedFileHasNotChanged() throws IOException {
        files.add(write("list.csv", "host"));
        poll(3);
        assertThat(changes).hasValue(0);
        write("list.csv", "host\nother");
        poll(2);
        assertThat(changes).hasValue(1);
    }

    private void poll(int count) {
        timers.advanceTimeBy(FileWatch.PERIOD.multipliedBy(count));
    }

    /** Writes a file with a unique modification time, independent of the resolution of the file system. */
    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++stamps));
    }
}
