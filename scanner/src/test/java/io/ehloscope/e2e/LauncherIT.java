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

/** The launcher finds the jar, returns its exit code, and creates an optional class-data archive for a fast start. */
@Timeout(120)
class LauncherIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @Test
    void launcherWorksThroughSymbolicLinkAndReturnsExitCode() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("eh"), PackagedJar.launcher());

        ProcessResult version =
                ProcessResult.run(List.of("env", javaHome(), "EHLOSCOPE_CACHE=", link.toString(), "--version"));
        ProcessResult mistake =
                ProcessResult.run(List.of("env", javaHome(), "EHLOSCOPE_CACHE=", link.toString(), "sacn"));

        assertThat(version).isEqualTo(PackagedJar.run("--version"));
        assertThat(mistake.exitCode()).as(mistake.toString()).isEqualTo(2);
    }

    @Test
    void firstStartCreatesArchiveAndNextUsesIt() throws Exception {
        ProcessResult first = launched("--version");
        ProcessResult meanwhile = launched("--version");
        awaitArchive();
        // With -Xshare:on, the JVM ends with an error if it cannot use the archive.
        ProcessResult next = launched("EHLOSCOPE_OPTS=-Xshare:on", "--version");

        assertThat(List.of(first, meanwhile, next)).containsOnly(PackagedJar.run("--version"));
    }

    @Test
    void brokenArchiveIsIgnoredSilently() throws Exception {
        launched("--version");
        Path archive = awaitArchive();
        Files.delete(archive); // it is read-only
        Files.writeString(archive, "broken");

        assertThat(launched("--version")).isEqualTo(PackagedJar.run("--version"));
    }

    @Test
    void launcherWorksWithoutWritableCache() throws Exception {
        Files.writeString(cache(), "a file where the folder should be");

        assertThat(launched("--version")).isEqualTo(PackagedJar.run("--version"));
    }

    /** Runs the launcher with its cache in the test's own folder; the first argument can set a variable. */
    private ProcessResult launched(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", javaHome(), "EHLOSCOPE_CACHE=" + cache()));
        for (String argument : arguments) {
            if (argument.equals("--version")) {
                command.add(PackagedJar.launcher().toString());
            }
            command.add(argument);
        }
        return ProcessResult.run(command);
    }

    private Path cache() {
        return directory.resolve("cache");
    }

    private static String javaHome() {
        return "JAVA_HOME=" + System.getProperty("java.home");
    }

    /** The archive, once it is complete and all temporary files are deleted. */
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
