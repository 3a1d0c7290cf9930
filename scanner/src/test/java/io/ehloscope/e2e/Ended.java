package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program that ran to its end. Signals are sent by {@code /bin/sh -c "kill ..."}: the program of that name is not on every
 * machine.
 *
 * @param exitCode as the system has it
 * @param stdout all that it printed
 * @param stderr all that it had to say beside that
 */
record Ended(int exitCode, String stdout, String stderr) {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BUSY = " logger=Overload ";

    /** Runs a program with an empty standard input. */
    static Ended run(List<String> command) throws IOException, InterruptedException {
        return run(command, "");
    }

    /** Runs a program with a standard input; one that takes longer than a minute is ended by force, and is a failure. */
    static Ended run(List<String> command, String stdin) throws IOException, InterruptedException {
        return run(command, stdin, LIMIT);
    }

    /** The same within another time. */
    static Ended run(List<String> command, String stdin, Duration limit) throws IOException, InterruptedException {
        // Files, for a pipe that nobody reads would stop a program that says more than fits into it.
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
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly().waitFor();
            for (Path file : List.of(in, out, err, directory)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What it said on stderr, without its remark that this machine is busy: on a busy one that is true. */
    String complaints() {
        return stderr.lines().filter(line -> !line.contains(BUSY)).collect(Collectors.joining("\n"));
    }
}
