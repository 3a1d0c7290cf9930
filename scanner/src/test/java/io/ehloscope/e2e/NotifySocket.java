package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A stand-in for systemd's notification socket: a Perl program that records the messages. */
final class NotifySocket implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String LISTENER = """
            use Socket;
            $| = 1;
            socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die $!;
            bind($socket, pack_sockaddr_un($ARGV[0])) or die $!;
            print "listening\\n";
            while (defined(recv($socket, my $message, 65536, 0))) { print "$message\\n"; }
            """;

    private final Process process;
    private final Path path;
    private final Path received;

    private NotifySocket(Process process, Path path, Path received) {
        this.process = process;
        this.path = path;
        this.received = received;
    }

    static NotifySocket listen(Path directory) throws IOException, InterruptedException {
        Path path = directory.resolve("notify");
        Path received = directory.resolve("heard");
        Process process = new ProcessBuilder(Installed.program("perl").toString(), "-e", LISTENER, path.toString())
                .redirectErrorStream(true)
                .redirectOutput(received.toFile())
                .start();
        NotifySocket socket = new NotifySocket(process, path, received);
        socket.await("listening");
        return socket;
    }

    /** The value for {@code NOTIFY_SOCKET}. */
    Path path() {
        return path;
    }

    /** Waits for this line, and returns all lines so far. */
    List<String> await(String line) throws IOException, InterruptedException {
        return await(line, 1);
    }

    /** Waits until this line has come {@code times} times, and returns all lines so far. */
    List<String> await(String line, int times) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            List<String> lines = Files.readAllLines(received);
            if (lines.stream().filter(line::equals).count() >= times) {
                return lines;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("never heard " + times + " times " + line + ":\n" + Files.readString(received));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
