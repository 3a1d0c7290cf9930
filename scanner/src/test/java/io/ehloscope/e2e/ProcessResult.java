package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The result of a program that has ended. Tests send signals with {@code /bin/sh -c "kill ..."}, because not every
 * machine has a {@code kill} program.
 *
 * @param exitCode the exit code
 * @param stdout the whole standard output
 * @param stderr the whole standard error output
 */
record ProcessResult(int exitCode, String stdout, String stderr) {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BUSY = " logger=ShortageLog ";

    /** Runs a program with an empty standard input. */
    static ProcessResult run(List<String> command) throws IOException, InterruptedException {
        return run(command, "");
    }

    /** Runs a program with this standard input; after a minute the program is killed and the test fails. */
    static ProcessResult run(List<String> command, String stdin) throws IOException, InterruptedException {
        return run(command, stdin, LIMIT);
    }

    /** Runs a program with this standard input; after the limit the program is killed and the test fails. */
    static ProcessResult run(List<String> command, String stdin, Duration limit)
            throws IOException, InterruptedException {
        // Files instead of pipes: a full pipe without a reader would block the program.
        Path directory = Files.createTempDirectory("ehloscope-run");
        Path in = Files.writeString(directory.resolve("stdin"), stdin);
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(command + " did not end within " + limit + ":\n" + Files.readString(out)
                        + Files.readString(err));
            }
            return new ProcessResult(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly().waitFor();
            for (Path file : List.of(in, out, err, directory)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The standard error output without the warning that this machine is busy, which can be true in a test run. */
    String complaints() {
        return stderr.lines().filter(line -> !line.contains(BUSY)).collect(Collectors.joining("\n"));
    }
}
