package io.ehloscope.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reload of the systemd unit, run step by step as systemd does: it stops at the first step that fails. */
@Timeout(60)
class SystemdUnitTest {

    private static final Path UNIT = Path.of("packaging/systemd/ehloscope.service");
    private static final String KEY = "ExecReload=/bin/sh -c '";

    @TempDir
    Path directory;

    @Test
    void reloadChecksTheInventoryAndSendsTheSignalWithoutAnyOtherProgram() throws Exception {
        Process service = new ProcessBuilder("env", "--default-signal=HUP", "sleep", "30").start();
        try {
            List<String> steps = steps();
            assertThat(steps).hasSize(2);
            assertThat(run(steps.get(0), 0, service)).isZero();
            assertThat(directory.resolve("arguments")).hasContent("check|/etc/my inventory.yml|");
            assertThat(service.isAlive()).isTrue();
            assertThat(run(steps.get(1), 0, service)).isZero();
            assertThat(service.waitFor()).isEqualTo(128 + 1);
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void reloadFailsIfTheInventoryContainsAMistake() throws Exception {
        Process service = new ProcessBuilder("env", "--default-signal=HUP", "sleep", "30").start();
        try {
            assertThat(run(steps().get(0), 2, service)).isEqualTo(2);
            assertThat(service.isAlive()).isTrue();
        } finally {
            service.destroyForcibly();
        }
    }

    /** Returns the shell commands of the reload; systemd reads {@code $$} as a dollar sign. */
    private static List<String> steps() throws IOException {
        return Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith("ExecReload="))
                .map(line -> {
                    assertThat(line).startsWith(KEY).endsWith("'");
                    return line.substring(KEY.length(), line.length() - 1).replace("$$", "$");
                })
                .toList();
    }

    private int run(String step, int exitCode, Process service) throws Exception {
        Path program = directory.resolve("ehloscope");
        Files.writeString(
                program,
                "#!/bin/sh\nfor each; do printf '%s|' \"$each\"; done > '" + directory.resolve("arguments")
                        + "'\necho plan\nexit " + exitCode + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder shell =
                new ProcessBuilder("/bin/sh", "-c", step.replace("/usr/bin/ehloscope", program.toString()));
        shell.environment().clear();
        shell.environment().put("INVENTORY", "/etc/my inventory.yml");
        shell.environment().put("MAINPID", Long.toString(service.pid()));
        shell.environment().put("PATH", "/nonexistent");
        Process process = shell.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEmpty();
        return process.exitValue();
    }
}
