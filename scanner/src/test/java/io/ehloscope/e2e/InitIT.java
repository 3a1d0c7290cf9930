package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code init} of the packaged jar, and {@code check} of what it writes. */
@Timeout(60)
class InitIT {

    @TempDir
    Path directory;

    @Test
    void checkAcceptsTheOutput() throws Exception {
        ProcessResult draft = PackagedJar.run("init", "--domain", "example.com");
        ProcessResult checked = ProcessResult.run(PackagedJar.command("check", "-"), draft.stdout());

        assertThat(draft.exitCode()).as(draft.toString()).isZero();
        assertThat(checked.exitCode()).as(checked.toString()).isZero();
        assertThat(checked.stdout()).contains("example.com", "1 target in 1 site");
    }

    @Test
    void neverReplacesAFileWithoutForce() throws Exception {
        Path file = directory.resolve("fleet.yml");

        ProcessResult written = PackagedJar.run("init", "--out", file.toString());
        String text = Files.readString(file);
        ProcessResult refused = PackagedJar.run("init", "--domain", "example.com", "--out", file.toString());

        assertThat(written.exitCode()).as(written.toString()).isZero();
        assertThat(written.stdout()).isEmpty();
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
        assertThat(refused.stderr()).contains("fleet.yml exists; choose another name, or replace it with --force");
        assertThat(file).hasContent(text);
        assertThat(PackagedJar.run("init", "--force", "--domain", "example.com", "--out", file.toString())
                        .exitCode())
                .isZero();
        assertThat(file).content().contains("mx:example.com");
    }
}
