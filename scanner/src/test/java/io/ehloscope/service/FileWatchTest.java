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
    void whatChangesRightAfterOrDuringTheReadingHasChanged() throws IOException {
        Path list = write("list.csv", "host");
        watch.reading(() -> files.add(list));
        write("list.csv", "host after");
        looks(2);
        assertThat(changes).hasValue(1);
        watch.reading(() -> {
            try {
                return write("list.csv", "host meanwhile");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        looks(2);
        assertThat(changes).hasValue(2);
        watch.reading(() -> files);
        looks(3);
        assertThat(changes).hasValue(2);
    }

    @Test
    void aFileThatStaysIsNoChange() {
        looks(5);
        assertThat(changes).hasValue(0);
    }

    @Test
    void aChangeCountsOnceItStandsStill() throws IOException {
        for (int i = 0; i < 3; i++) {
            write("inventory.yml", "half " + i);
            looks(1);
        }
        assertThat(changes).hasValue(0);
        looks(1);
        assertThat(changes).hasValue(1);
        looks(5);
        assertThat(changes).hasValue(1);
    }

    @Test
    void aFileThatAnEditorPutsInItsPlaceHasChanged() throws IOException {
        Path other = write("other", "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(inventory));
        Files.move(other, inventory, StandardCopyOption.ATOMIC_MOVE);
        looks(2);
        assertThat(changes).hasValue(1);
    }

    @Test
    void aLinkThatIsSwitchedOverHasChanged() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), write("a", "same"));
        files.add(link);
        looks(2);
        assertThat(changes).hasValue(0);
        Path next = Files.createSymbolicLink(directory.resolve("next"), write("b", "same"));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
        looks(2);
        assertThat(changes).hasValue(1);
    }

    @Test
    void aFileThatGoesAndComesBackHasChangedTwice() throws IOException {
        Files.delete(inventory);
        looks(2);
        assertThat(changes).hasValue(1);
        write("inventory.yml", "again");
        looks(2);
        assertThat(changes).hasValue(2);
    }

    @Test
    void aFileThatIsWatchedFromNowOnHasNotChanged() throws IOException {
        files.add(write("list.csv", "host"));
        looks(3);
        assertThat(changes).hasValue(0);
        write("list.csv", "host\nother");
        looks(2);
        assertThat(changes).hasValue(1);
    }

    private void looks(int count) {
        timers.advanceTimeBy(FileWatch.PERIOD.multipliedBy(count));
    }

    /** With a time of its own, however coarse those of the file system are. */
    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++stamps));
    }
}
