package io.ehloscope.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server that a test runs in the foreground on a free port of 127.0.0.1; it ends with the test. */
final class RealServer implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int STOP_SECONDS = 5;

    private final Process process;
    private final int port;
    private final Path output;
    private final Runnable whenEnded;

    private RealServer(Process process, int port, Path output, Runnable whenEnded) {
        this.process = process;
        this.port = port;
        this.output = output;
        this.whenEnded = whenEnded;
    }

    /** Writes the files of a server into a directory, and returns the command that runs it on a port. */
    interface Recipe {

        /** The directory is empty and readable for all users. */
        List<String> command(Path directory, int port) throws IOException, InterruptedException;
    }

    /** A query of a running server. */
    interface Query<T> {

        /** Queries once; empty if there is no result yet. */
        Optional<T> run() throws IOException, InterruptedException;
    }

    /**
     * Starts a server and waits until its port accepts connections. Another program can take the free port first, so
     * there are three attempts, each on another port.
     */
    static RealServer start(Path parent, Recipe recipe) throws IOException, InterruptedException {
        return start(parent, recipe, () -> {});
    }

    /** Starts a server of which a machine can run only one: waits until no other of this name runs. */
    static RealServer startAlone(String name, Path parent, Recipe recipe) throws IOException, InterruptedException {
        MachineLock lock = MachineLock.acquire(name);
        try {
            return start(parent, recipe, lock::close);
        } catch (Exception | AssertionError e) {
            lock.close();
            throw e;
        }
    }

    private static RealServer start(Path parent, Recipe recipe, Runnable whenEnded)
            throws IOException, InterruptedException {
        AssertionError last = new AssertionError("never started");
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            RealServer server = launch(parent, recipe, whenEnded);
            try {
                server.await("accept a connection", START_LIMIT, server::accepts);
                return server;
            } catch (AssertionError e) {
                server.end();
                last = e;
            }
        }
        throw last;
    }

    private static RealServer launch(Path parent, Recipe recipe, Runnable whenEnded)
            throws IOException, InterruptedException {
        // Mail servers change to their own users, which must be able to read these files.
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path directory = Files.createTempDirectory(parent, "server");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        Path output = Files.createTempFile(parent, "server", ".output");
        Process process = new ProcessBuilder(recipe.command(directory, port))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        return new RealServer(process, port, output, whenEnded);
    }

    /** A port of 127.0.0.1 that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private Optional<Boolean> accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(address(), (int) POLL.toMillis());
            return Optional.of(true);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The address it listens on. */
    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** The address it listens on, as an inventory names it. */
    String target() {
        return "127.0.0.1:" + port;
    }

    /** Its output so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Repeats a query until it has a result; fails if the server has ended or after the limit. */
    <T> T await(String what, Duration limit, Query<T> query) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        do {
            Optional<T> answer = query.run();
            if (answer.isPresent()) {
                return answer.get();
            }
        } while (!process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS) && System.nanoTime() - end < 0);
        String state = process.isAlive() ? "still runs" : "ended with " + process.exitValue();
        throw new AssertionError(
                "The server %s and did not %s within %s. It said:%n%s".formatted(state, what, limit, output()));
    }

    /** Its process and all descendants of it. */
    List<ProcessHandle> family() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    /** Sends SIGTERM to the program alone and returns its exit code; fails after 5 s. */
    int terminate() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("SIGTERM did not end it within " + STOP_SECONDS + " s. It said:\n" + output());
        }
        return process.exitValue();
    }

    /** Ends the server and all its descendants: with SIGTERM, and after 5 s with SIGKILL. */
    @Override
    public void close() {
        try {
            end();
        } finally {
            whenEnded.run();
        }
    }

    private void end() {
        // Postfix and OpenSMTPD run several processes that outlive their parent, so all of them get the signal.
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + Duration.ofSeconds(STOP_SECONDS).toNanos();
        while (family.stream().anyMatch(RealServer::runs) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        family.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /** A zombie process counts as alive, but has no command. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
