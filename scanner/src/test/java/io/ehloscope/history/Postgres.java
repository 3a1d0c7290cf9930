package io.ehloscope.history;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL server on the loopback address with its own data, for the duration of a test. */
public final class Postgres implements AutoCloseable {

    private static final String USER = "postgres";

    private final Path programs;
    private final Path directory;
    private final int port;

    private Postgres(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** Starts a server; skips the test if PostgreSQL is not installed. */
    public static Postgres start() throws IOException, InterruptedException {
        Path programs = newest();
        Assumptions.assumeTrue(programs != null, "PostgreSQL is not installed: run .ci/servers as root");
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "only root can start PostgreSQL as its own user");
        Path directory = Files.createTempDirectory("ehloscope-postgres");
        run(List.of("chown", USER, directory.toString()));
        Postgres server = new Postgres(programs, directory, freePort());
        server.asPostgres("initdb", "-A", "trust", "-N", "-E", "UTF8", "--locale=C", "-D", server.data());
        server.begin();
        return server;
    }

    /** The URL of the server, for {@link PostgresDatabase#of}. */
    public String url() {
        return "r2dbc:postgresql://" + USER + "@127.0.0.1:" + port + "/postgres";
    }

    void begin() throws IOException, InterruptedException {
        String options = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -p " + port;
        asPostgres("pg_ctl", "-D", data(), "-w", "-t", "60", "-l", directory + "/log", "-o", options, "start");
    }

    /** Stops the server at once, like a crash. */
    void crash() throws IOException, InterruptedException {
        asPostgres("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    }

    @Override
    public void close() throws IOException {
        try {
            crash();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void asPostgres(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("runuser", "-u", USER, "--"));
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("ehloscope-postgres", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
            }
        } finally {
            Files.delete(output);
        }
    }

    /** The directory of the newest version; Debian has one directory for each version. */
    private static @Nullable Path newest() throws IOException {
        Path all = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(all)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(all)) {
            return versions.map(each -> each.resolve("bin"))
                    .filter(each -> Files.isExecutable(each.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
