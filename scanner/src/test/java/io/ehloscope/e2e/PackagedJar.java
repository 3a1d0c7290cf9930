package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The jar that the build made, and the launcher beside it, run by the Java that runs the tests. */
final class PackagedJar {

    private PackagedJar() {}

    /** {@code java -jar ehloscope.jar} with arguments, run to its end. */
    static Ended run(String... arguments) throws IOException, InterruptedException {
        return Ended.run(command(arguments));
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
     * The same for a service, which is to hear SIGHUP. A build that runs under {@code nohup} hands its deafness on to every
     * process, and Java then stays deaf too. The process is still the one that is started: {@code env} becomes it.
     *
     * @param jvm options for the JVM
     */
    static List<String> service(List<String> jvm, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
        command.addAll(command(jvm, arguments));
        return command;
    }

    /** The launcher of this source tree. */
    static Path launcher() {
        return jar().resolveSibling("../bin/ehloscope").normalize();
    }

    /** The jar. */
    static Path path() {
        return jar();
    }

    private static Path jar() {
        return Path.of(
                Objects.requireNonNull(System.getProperty("ehloscope.jar"), "ehloscope.jar is set by the build"));
    }
}
