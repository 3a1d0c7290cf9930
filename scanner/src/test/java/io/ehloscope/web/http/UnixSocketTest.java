package io.ehloscope.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.web.Served;
import io.ehloscope.web.WebServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening on Unix domain sockets. */
@Timeout(60)
class UnixSocketTest {

    private final Served served = new Served();
    private Path folder;
    private Path path;
    private ListenAddress address;

    /** Uses no {@code @TempDir}: its path is long, and the path of a socket has at most 100 bytes. */
    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createTempDirectory("ehlo");
        path = folder.resolve("x.sock");
        address = ListenAddress.parse("unix:" + path);
    }

    @AfterEach
    void close() throws IOException {
        served.close();
        Files.deleteIfExists(path);
        Files.delete(folder);
    }

    @Test
    void socketIsForOwnerAndGroupAndDeletedAfterStop() throws IOException {
        WebServer.Running running = served.server(address).start().block(Served.PATIENCE);

        assertThat(answer("/-/healthy")).startsWith("HTTP/1.1 200 OK").endsWith("Ehloscope is healthy.\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
        running.stop(Duration.ZERO).block(Served.PATIENCE);
        assertThat(path).doesNotExist();
    }

    @Test
    void staleSocketIsDeleted() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        WebServer.Running running = served.server(address).start().block(Served.PATIENCE);

        assertThat(answer("/-/healthy")).startsWith("HTTP/1.1 200 OK");
        running.stop(Duration.ZERO).block(Served.PATIENCE);
    }

    @Test
    void socketInUseIsKept() throws IOException {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));

            assertRefused("it is in use by another program; on Linux, ss -lxp shows which one");
            assertThat(path).exists();
        }
    }

    @Test
    void otherFileIsKept() throws IOException {
        Files.writeString(path, "precious");

        assertRefused("another file has this name");
        assertThat(path).hasContent("precious");
    }

    @Test
    void missingDirectoryIsReported() {
        ListenAddress nowhere = ListenAddress.parse("unix:" + folder.resolve("none/x.sock"));

        assertThatThrownBy(() -> served.server(nowhere).start().block(Served.PATIENCE))
                .isInstanceOf(ListenException.class)
                .hasMessage("cannot listen on " + nowhere + ": No such file or directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:/run/x.sock", "unix:///run/x.sock", " unix:/run/x.sock "})
    void bothSpellingsOfPathAreParsed(String text) {
        assertThat(ListenAddress.parse(text)).hasToString("unix:/run/x.sock");
    }

    @Test
    void tooLongPathIsRejected() {
        assertThatThrownBy(() -> ListenAddress.parse("unix:/" + "x".repeat(100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a path of 1 to 100 bytes");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> served.server(address).start().block(Served.PATIENCE))
                .isInstanceOf(ListenException.class)
                .hasMessage("cannot listen on " + address + ": " + why);
    }

    private String answer(String target) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (client.read(answer) >= 0) {
                assertThat(answer.hasRemaining()).isTrue();
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }
}
