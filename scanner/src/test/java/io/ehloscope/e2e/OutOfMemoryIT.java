package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM without memory, or with a damaged jar, ends with one line and exit code 3, however it was started. */
@Timeout(200)
class OutOfMemoryIT {

    /** Before memory runs out, the JVM spends most of its time on garbage collection. */
    private static final Duration COLLECTING = Duration.ofSeconds(170);

    @TempDir
    Path directory;

    static Stream<List<String>> serving() {
        return Stream.of(
                PackagedJar.service(List.of("-XX:+UseG1GC", "-Xmx24m")),
                List.of(
                        "env",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        "EHLOSCOPE_CACHE=",
                        "JAVA_OPTS=-XX:+UseG1GC -Xmx24m",
                        PackagedJar.launcher().toString()));
    }

    /** The plan fits into the heap; the first results do not. */
    @ParameterizedTest
    @MethodSource("serving")
    void serveExitsWithThree(List<String> started) throws Exception {
        List<String> command = new ArrayList<>(started);
        command.addAll(List.of("serve", "--web.listen-address", "127.0.0.1:0", inventory(30_000)));

        ProcessResult ended = ProcessResult.run(command, "", COLLECTING);

        assertThat(ended.exitCode()).as(ended.stderr()).isEqualTo(3);
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.stderr()
                        .lines()
                        .filter(line -> line.contains("OutOfMemory") || line.contains("out of memory")))
                .as(ended.stderr())
                .hasSize(1);
        assertThat(ended.stderr()).doesNotContain("\tat ", "    at ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "check"})
    void commandNamesTheOptionToRaise(String name) throws Exception {
        ProcessResult ended = ProcessResult.run(PackagedJar.service(List.of("-Xmx16m"), name, inventory(200_000)));

        assertThat(ended.exitCode()).as(ended.stderr()).isEqualTo(3);
        assertThat(ended.complaints()).matches("ehloscope: out of memory: .*-Xmx.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "check", "serve"})
    void damagedJarExitsWithThree(String name) throws Exception {
        Path jar = Files.copy(PackagedJar.path(), directory.resolve("ehloscope.jar"));
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Files.delete(files.getPath("io/ehloscope/inventory/Planner.class"));
        }

        ProcessResult ended = ProcessResult.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                name,
                inventory(1)));

        assertThat(ended.exitCode()).as(ended.stderr()).isEqualTo(3);
        assertThat(ended.stderr())
                .isEqualTo("ehloscope: a part of the program could not be loaded (java.lang.NoClassDefFoundError:"
                        + " io/ehloscope/inventory/Planner): the jar is damaged or was replaced while it ran; install it"
                        + " again\n");
    }

    @Test
    void serveWarnsAtStartAboutTooSmallHeap() throws Exception {
        try (Serving serving = Serving.start(directory, List.of("-Xmx64m"), inventory(20_000))) {
            assertThat(serving.awaitLog("heap_needed_mib")).contains("level=WARN", "heap_max_mib=\"64\"", "-Xmx");
        }
    }

    /** An inventory of addresses on which no server listens. */
    private String inventory(int targets) throws IOException {
        StringBuilder text = new StringBuilder("version: 1\nehlo_name: scanner.example.com\n"
                + "defaults: {port: 9, retry: {attempts: 1}}\nlimits: {concurrency: 200, per_site: 200,"
                + " connects_per_second: 100000}\nsites:\n  - name: one\n    servers:\n");
        for (int i = 0; i < targets; i++) {
            text.append("      - 127.")
                    .append(1 + (i >> 16))
                    .append('.')
                    .append(i >> 8 & 255)
                    .append('.')
                    .append(i & 255)
                    .append('\n');
        }
        return Files.writeString(directory.resolve("inventory.yml"), text).toString();
    }
}
