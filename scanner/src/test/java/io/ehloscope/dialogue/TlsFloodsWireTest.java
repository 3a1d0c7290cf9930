package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.tls.TlsUpgrade;
import io.ehloscope.tls.TrustAnchors;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.resources.LoopResources;

/** Servers that flood through TLS itself: with records that decrypt to nothing, or with an endless handshake. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsFloodsWireTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final X509Bundle certificate = Certificates.server(null);
    private final ExecutorService servers = Executors.newCachedThreadPool();
    private final ExecutorService tasks = Executors.newFixedThreadPool(2);
    private final AtomicInteger sockets = new AtomicInteger();
    private LoopResources loops;
    private SmtpClient dialogue;

    /** What a server does with a connected client. */
    private interface Attack {
        void on(Socket client) throws Exception;
    }

    @BeforeAll
    void openLoops() {
        loops = LoopResources.create("tls-floods", 1, true);
        dialogue = new SmtpClient(loops, new TlsUpgrade(TrustAnchors.ofThisJava(), Clock.systemUTC(), tasks), sockets);
    }

    @AfterAll
    void closeLoops() {
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(PATIENCE);
        tasks.shutdownNow();
        servers.shutdownNow();
    }

    /** In TLS 1.3, starting another handshake sends a key update. */
    @Test
    void endlessKeyUpdates() throws Exception {
        Failure failure = attackedBy(secured("TLSv1.3", client -> {
            while (!client.isClosed()) {
                client.startHandshake();
            }
        }));
        assertThat(failure.stage()).isEqualTo(Stage.GREETING);
        assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(failure.detail()).startsWith("more than 32 TLS records without data after the handshake");
    }

    /** The scanner does not answer a second handshake. */
    @Test
    void renegotiation() throws Exception {
        Failure failure = attackedBy(secured("TLSv1.2", client -> {
            client.startHandshake();
            client.getInputStream().read();
        }));
        assertThat(failure.stage()).isEqualTo(Stage.GREETING);
        assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(failure.detail()).contains("another TLS handshake");
    }

    /** One byte in each record is unusual, but not a flood if it makes a reply. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void oneByteInEachRecordIsRead(String version) throws Exception {
        Failure failure = attackedBy(secured(version, client -> {
            sendByteByByte(client, "554-mail.example.com\r\n554 no mail from here\r\n");
            client.getInputStream().read(new byte[1_024]);
        }));
        assertThat(failure.reason()).isEqualTo(Reason.REJECTED_PERMANENTLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void endlessRecordsOfOneByte(String version) throws Exception {
        Failure failure = attackedBy(secured(version, client -> sendByteByByte(client, "220-hi\r\n".repeat(1_000))));
        assertThat(failure.stage()).isEqualTo(Stage.GREETING);
        assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
    }

    /** Endless one-byte pieces of a ServerHello, cipher changes or warnings, or a record that is too long. */
    @ParameterizedTest
    @ValueSource(strings = {"160303000102", "140303000101", "15030300020100", "1603037fff"})
    void endlessHandshake(String record) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(record);
        Failure failure = attackedBy(client -> {
            OutputStream out = client.getOutputStream();
            client.getInputStream().read();
            while (!client.isClosed()) {
                out.write(bytes);
            }
        });
        assertThat(failure.stage()).isEqualTo(Stage.TLS);
        assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
    }

    private static void sendByteByByte(SSLSocket client, String text) throws IOException {
        for (byte each : text.getBytes(StandardCharsets.US_ASCII)) {
            client.getOutputStream().write(each);
        }
    }

    private interface Inside {
        void on(SSLSocket client) throws Exception;
    }

    private Attack secured(String version, Inside inside) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("it", certificate.getKeyPair().getPrivate(), new char[0], certificate.getCertificatePath());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return client -> {
            try (SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true)) {
                tls.setUseClientMode(false);
                tls.setEnabledProtocols(new String[] {version});
                tls.startHandshake();
                inside.on(tls);
            }
        };
    }

    private Failure attackedBy(Attack attack) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            servers.execute(() -> {
                try (Socket client = listener.accept()) {
                    attack.on(client);
                } catch (Exception expected) {
                    // The client is expected to close the connection.
                }
            });
            return failure((InetSocketAddress) listener.getLocalSocketAddress());
        }
    }

    private Failure failure(InetSocketAddress address) {
        ProbeOutcome outcome =
                dialogue.attempt(WireBench.tlsFirst(address, WireBench.LONG)).block(PATIENCE);
        assertThat(outcome).isInstanceOf(ProbeOutcome.Failed.class);
        return ((ProbeOutcome.Failed) outcome).failure();
    }
}
