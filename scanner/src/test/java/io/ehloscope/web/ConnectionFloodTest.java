package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.metrics.FixedScan;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.web.http.HttpBounds;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.scheduler.Schedulers;

/** A thousand connections without a complete request, during which scrapes must succeed. */
@Timeout(120)
class ConnectionFloodTest {

    private static final int MANY = 1_000;
    private static final int SCRAPES = 10;

    /** A peer other than the flood, which comes from 127.0.0.1. */
    private static final String ELSEWHERE = "127.0.0.2";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    /** What each connection of the flood sends. */
    private enum Content {
        SILENT,
        BYTES_OF_A_HEAD,
        BYTES_OF_A_HANDSHAKE,
        WHOLE_CLIENT_HELLO;

        boolean isTls() {
            return this == BYTES_OF_A_HANDSHAKE || this == WHOLE_CLIENT_HELLO;
        }
    }

    @ParameterizedTest
    @EnumSource
    void scrapesSucceedDuringThousandConnections(Content content) throws Exception {
        @Nullable X509Bundle certificate = content.isTls() ? certificate() : null;
        try (Served served = served(certificate);
                Flood flood = new Flood(served.port(), bytes(content, certificate))) {
            flood.open(content == Content.WHOLE_CLIENT_HELLO);
            for (int i = 0; i < SCRAPES; i++) {
                flood.sendOneByteEach();
                scrape(served, "127.0.0.1", certificate);
                scrape(served, ELSEWHERE, certificate);
            }
            assertThat(closed(served, "room")).isGreaterThanOrEqualTo(MANY - 256);
            assertThat(closed(served, "full")).isZero();
        }
    }

    /** The flood reopens its connections as fast as they are closed. */
    @ParameterizedTest
    @CsvSource({"SILENT", "BYTES_OF_A_HEAD"})
    void scrapesFromAnotherAddressSucceedWhileConnectionsReopen(Content content) throws Exception {
        try (Served served = served(null)) {
            AtomicBoolean over = new AtomicBoolean();
            Thread attacker = new Thread(() -> {
                while (!over.get()) {
                    try (Flood flood = new Flood(served.port(), bytes(content, null))) {
                        flood.open(false);
                        flood.sendOneByteEach();
                    } catch (IOException e) {
                        Thread.onSpinWait();
                    }
                }
            });
            attacker.start();
            try {
                for (int i = 0; i < SCRAPES; i++) {
                    scrape(served, ELSEWHERE, null);
                }
            } finally {
                over.set(true);
                attacker.join();
            }
        }
    }

    @Test
    void idleConnectionsAreClosedForNewOnes() throws Exception {
        try (Served served = served(null)) {
            List<Socket> kept = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Socket socket = connected(served, "127.0.0.1");
                socket.getOutputStream()
                        .write("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200 OK");
                kept.add(socket);
            }
            scrape(served, ELSEWHERE, null);
            for (Socket each : kept) {
                each.close();
            }
        }
    }

    private static double closed(Served served, String reason) {
        return served.program
                .get("ehlo_web_connections_closed_total")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private Served served(@Nullable X509Bundle certificate) throws IOException {
        Path config = certificate == null
                ? null
                : Files.writeString(
                        folder.resolve("web.yml"),
                        "tls_server_config: {cert_file: server.crt, key_file: server.key}\n");
        Served served = new Served(Runnable::run, HttpBounds.DEFAULT, Schedulers.parallel(), config);
        served.fleet.publish(FixedScan.completed(PerTarget.ALL));
        return served;
    }

    private X509Bundle certificate() throws Exception {
        X509Bundle made = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(folder.resolve("server.crt"), made.getCertificatePEM());
        Files.writeString(folder.resolve("server.key"), made.getPrivateKeyPEM());
        return made;
    }

    private static byte[] bytes(Content content, @Nullable X509Bundle certificate) {
        return switch (content) {
            case SILENT -> new byte[0];
            case BYTES_OF_A_HEAD -> "GET /metrics HTTP/1.1\r\nHost: localhost\r\n".getBytes(StandardCharsets.US_ASCII);
            case BYTES_OF_A_HANDSHAKE, WHOLE_CLIENT_HELLO -> clientHello(Objects.requireNonNull(certificate));
        };
    }

    private static byte[] clientHello(X509Bundle certificate) {
        try {
            SSLEngine engine = trusting(certificate).createSSLEngine("localhost", 443);
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            byte[] bytes = new byte[hello.flip().remaining()];
            hello.get(bytes);
            return bytes;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext trusting(X509Bundle certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {certificate.toTrustManager()}, null);
        return context;
    }

    private static void scrape(Served served, String from, @Nullable X509Bundle certificate) throws Exception {
        long start = System.nanoTime();
        try (Socket plain = connected(served, from);
                Socket socket = certificate == null
                        ? plain
                        : trusting(certificate)
                                .getSocketFactory()
                                .createSocket(plain, "localhost", served.port(), true)) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("ehlo_scan_targets 11.0\n");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    private static Socket connected(Served served, String from) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), served.port()), 10_000);
        return socket;
    }

    /** Many connections that slowly send the same bytes. */
    private static final class Flood implements AutoCloseable {
        private final InetSocketAddress server;
        private final byte[] bytes;
        private final List<SocketChannel> open = new ArrayList<>();
        private int sent;

        Flood(int port, byte[] bytes) {
            this.server = new InetSocketAddress("127.0.0.1", port);
            this.bytes = bytes;
        }

        void open(boolean sendsAll) throws IOException {
            for (int i = 0; i < MANY; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.configureBlocking(false);
                open.add(channel);
                if (sendsAll) {
                    write(channel, ByteBuffer.wrap(bytes));
                }
            }
            sent = sendsAll ? bytes.length : 0;
        }

        void sendOneByteEach() {
            if (sent < bytes.length) {
                open.forEach(each -> write(each, ByteBuffer.wrap(bytes, sent, 1)));
                sent++;
            }
        }

        private static void write(SocketChannel channel, ByteBuffer bytes) {
            try {
                channel.write(bytes);
            } catch (IOException closedByTheServer) {
                assertThat(channel.isOpen()).isTrue();
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel each : open) {
                each.close();
            }
        }
    }
}
