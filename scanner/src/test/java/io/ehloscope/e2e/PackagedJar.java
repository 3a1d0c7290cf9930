package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The jar of the build and its launcher, run with the Java of the tests. */
final class PackagedJar {

    private PackagedJar() {}

    /** Runs {@code java -jar ehloscope.jar} with these arguments to its end. */
    static ProcessResult run(String... arguments) throws IOException, InterruptedException {
        return ProcessResult.run(command(arguments));
    }

    /** The command line for {@link #run}. */
    static List<String> command(String... arguments) {
        return command(List.of(), arguments);
    }

    private static List<String> command(List<String> jvm, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add("-jar");
        command.add(jar().toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * The command line for a service that must receive SIGHUP. A build under {@code nohup} ignores SIGHUP, and its
     * child processes inherit that, including Java; {@code env} resets it. {@code env} replaces itself with the
     * program, so the process id stays the same.
     *
     * @param jvm options for the JVM
     */
    static List<String> service(List<String> jvm, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
        command.addAll(command(jvm, arguments));
        return command;
    }

    /** The path of the launcher in this source tree. */
    static Path launcher() {
        return jar().resolveSibling("../bin/ehloscope").normalize();
    }

    /** The path of the jar. */
    static Path path() {
        return jar();
    }

    private static Path jar() {
        return Path.of(
                Objects.requireNonNull(System.getProperty("ehloscope.jar"), "ehloscope.jar is set by the build"));
    }
}
