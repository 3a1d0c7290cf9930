package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: the output streams and exit codes. */
@Timeout(120)
class PackagedJarIT {

    @TempDir
    Path directory;

    @Test
    void versionIsOnStdout() throws Exception {
        ProcessResult ended = PackagedJar.run("--version");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.stdout()).containsPattern("\\d+\\.\\d+\\.\\d+");
        assertThat(ended.stderr()).isEmpty();
    }

    @Test
    void helpNamesEveryCommand() throws Exception {
        ProcessResult ended = PackagedJar.run("--help");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.stdout()).contains("demo", "scan", "serve", "probe", "explain", "init", "check", "profiles");
        assertThat(ended.stderr()).isEmpty();
    }

    @Test
    void schemaIsPrintedWithoutInventory() throws Exception {
        ProcessResult ended = PackagedJar.run("check", "--schema");
        ProcessResult neither = PackagedJar.run("check");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.stdout()).startsWith("{").contains("https://json-schema.org/draft/2020-12/schema");
        assertThat(ended.stderr()).isEmpty();
        assertThat(neither.exitCode()).isEqualTo(2);
        assertThat(neither.stderr()).contains("INVENTORY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sacn", "--no-such-option"})
    void mistypedCommandLineIsUsageErrorWithoutStackTrace(String argument) throws Exception {
        ProcessResult ended = PackagedJar.run(argument);

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.stderr()).contains(argument).doesNotContain("\tat ");
    }

    @Test
    void missingInventoryIsReportedInOneLine() throws Exception {
        Path missing = directory.resolve("missing.yml");

        ProcessResult ended = PackagedJar.run("scan", missing.toString());

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.stderr().lines()).singleElement().asString().contains(missing.toString());
    }
}
