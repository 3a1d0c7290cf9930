package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The socket at which systemd listens to its services, played by a Perl program that writes down what comes. */
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
    private final Path heard;

    private NotifySocket(Process process, Path path, Path heard) {
        this.process = process;
        this.path = path;
        this.heard = heard;
    }

    static NotifySocket listen(Path directory) throws IOException, InterruptedException {
        Path path = directory.resolve("notify");
        Path heard = directory.resolve("heard");
        Process process = new ProcessBuilder(Installed.program("perl").toString(), "-e", LISTENER, path.toString())
                .redirectErrorStream(true)
                .redirectOutput(heard.toFile())
                .start();
        NotifySocket socket = new NotifySocket(process, path, heard);
        socket.await("listening");
        return socket;
    }

    /** For {@code NOTIFY_SOCKET}. */
    Path path() {
        return path;
    }

    /** All lines so far, once this one is among them. */
    List<String> await(String line) throws IOException, InterruptedException {
        return await(line, 1);
    }

    /** All lines so far, once this one is there so many times. */
    List<String> await(String line, int times) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            List<String> lines = Files.readAllLines(heard);
            if (lines.stream().filter(line::equals).count() >= times) {
                return lines;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("never heard " + times + " times " + line + ":\n" + Files.readString(heard));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
