package io.ehloscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    private Path directory;

    @Test
    void appearsWithTheCommit() throws IOException {
        Path path = directory.resolve("report.json");
        try (AtomicFile file = AtomicFile.open(path)) {
            file.writer().write("ü");
            assertThat(path).doesNotExist();
            file.commit();
        }
        assertThat(path).hasContent("ü");
        assertThat(names()).containsExactly("report.json");
    }

    @Test
    void leavesTheOldFileWholeWithoutACommit() throws IOException {
        Path path = Files.writeString(directory.resolve("report.json"), "old");
        try (AtomicFile file = AtomicFile.open(path)) {
            file.writer().write("new".repeat(100_000));
            file.writer().flush();
        }
        assertThat(path).hasContent("old");
        assertThat(names()).containsExactly("report.json");
    }

    @Test
    void keepsThePermissionsOfTheFileItReplaces() throws IOException {
        Path path = Files.writeString(directory.resolve("report.json"), "old");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r-x"));
        write(path, "new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw-r-x");
    }

    @Test
    void aNewFileHasTheUsualPermissions() throws IOException {
        Path usual = Files.createFile(directory.resolve("usual"));
        write(directory.resolve("report.json"), "new");
        assertThat(Files.getPosixFilePermissions(directory.resolve("report.json")))
                .isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void followsALinkAndKeepsIt() throws IOException {
        Path real = Files.writeString(directory.resolve("real"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void rejectsADirectory() {
        assertThatThrownBy(() -> AtomicFile.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + directory + ": it is a directory");
    }

    @Test
    void reportsAMissingDirectory() {
        Path path = directory.resolve("none/report.json");
        assertThatThrownBy(() -> AtomicFile.open(path))
                .hasMessage("cannot write " + path + ": no such directory: " + path.getParent());
    }

    @Test
    void rejectsAReadOnlyFile() throws IOException {
        Path path = Files.writeString(directory.resolve("report.json"), "old");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r--r--"));
        assumeTrue(!Files.isWritable(path), "the superuser may write anything");
        assertThatThrownBy(() -> AtomicFile.open(path)).hasMessage("cannot write " + path + ": permission denied");
    }

    @Test
    void namesTheFileWhenTheDiskIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        try (AtomicFile file = AtomicFile.open(full)) {
            file.writer().write("x");
            assertThatThrownBy(file::commit).hasMessage("cannot write /dev/full: No space left on device");
            assertThatThrownBy(file::commit).as("what is lost stays lost").hasMessageContaining("No space left");
        }
    }

    @Test
    void removesTheTemporaryFileIfTheReplacementFails() throws IOException {
        Path path = directory.resolve("report.json");
        try (AtomicFile file = AtomicFile.open(path)) {
            file.writer().write("new");
            Files.createDirectories(path.resolve("in the way"));
            assertThatThrownBy(file::commit)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot write " + path + ": ");
        }
        assertThat(names()).containsExactly("report.json");
        assertThat(path).isDirectory();
    }

    @Test
    void writesADeviceDirectly() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device));
        write(device, "gone");
        assertThat(Files.isRegularFile(device)).isFalse();
        assertThat(device).exists();
    }

    private static void write(Path path, String text) throws IOException {
        try (AtomicFile file = AtomicFile.open(path)) {
            file.writer().write(text);
            file.commit();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
