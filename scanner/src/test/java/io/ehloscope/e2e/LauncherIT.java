package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher: it finds the jar, hands on the exit code, and makes an archive for a fast start, which nothing needs. */
@Timeout(120)
class LauncherIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void itWorksThroughASymbolicLinkAndHandsOnTheExitCode() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("eh"), PackagedJar.launcher());

        Ended version = Ended.run(List.of("env", javaHome(), "EHLOSCOPE_CACHE=", link.toString(), "--version"));
        Ended mistake = Ended.run(List.of("env", javaHome(), "EHLOSCOPE_CACHE=", link.toString(), "sacn"));

        assertThat(version).isEqualTo(PackagedJar.run("--version"));
        assertThat(mistake.exitCode()).as(mistake.toString()).isEqualTo(2);
    }

    @Test
    void theFirstStartMakesAnArchiveAndTheNextUsesIt() throws Exception {
        Ended first = launched("--version");
        Ended meanwhile = launched("--version");
        awaitArchive();
        // Told so, the JVM ends with an error where it cannot use the archive.
        Ended next = launched("EHLOSCOPE_OPTS=-Xshare:on", "--version");

        assertThat(List.of(first, meanwhile, next)).containsOnly(PackagedJar.run("--version"));
    }

    @Test
    void anArchiveThatIsBrokenIsPassedOverWithoutAWord() throws Exception {
        launched("--version");
        Path archive = awaitArchive();
        Files.delete(archive); // it is read-only
        Files.writeString(archive, "broken");

        assertThat(launched("--version")).isEqualTo(PackagedJar.run("--version"));
    }

    @Test
    void withoutAFolderToWriteInAllIsAsBefore() throws Exception {
        Files.writeString(cache(), "a file where the folder should be");

        assertThat(launched("--version")).isEqualTo(PackagedJar.run("--version"));
    }

    /** Runs the launcher with its cache in the test's own folder; the first of these may set a variable. */
    private Ended launched(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", javaHome(), "EHLOSCOPE_CACHE=" + cache()));
        for (String argument : arguments) {
            if (argument.equals("--version")) {
                command.add(PackagedJar.launcher().toString());
            }
            command.add(argument);
        }
        return Ended.run(command);
    }

    private Path cache() {
        return directory.resolve("cache");
    }

    private static String javaHome() {
        return "JAVA_HOME=" + System.getProperty("java.home");
    }

    /** The archive, once it is whole and its maker has put everything else away. */
    private Path awaitArchive() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            List<Path> files = files();
            if (files.size() == 1 && files.get(0).toString().endsWith(".jsa")) {
                return files.get(0);
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no archive within " + PATIENCE + ": " + files());
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(cache())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache())) {
            return files.toList();
        }
    }
}
