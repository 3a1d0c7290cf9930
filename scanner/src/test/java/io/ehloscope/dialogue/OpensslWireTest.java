package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.tls.TlsUpgrade;
import io.ehloscope.tls.TrustAnchors;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.resources.LoopResources;

/** Server behavior that the Java platform does not allow, with {@code openssl s_server}; skipped if that is missing. */
class OpensslWireTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** For a server that completes the handshake and sends nothing. */
    private static final Timeouts SILENT_INSIDE = new Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(50));

    @TempDir
    private Path dir;

    private final ExecutorService tasks = Executors.newFixedThreadPool(2);
    private LoopResources loops;
    private SmtpClient dialogue;
    private String openssl;
    private Process server;

    @BeforeEach
    void begin() {
        openssl = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(each -> Path.of(each, "openssl"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        assumeTrue(openssl != null, "needs the program openssl");
        loops = LoopResources.create("openssl-test", 1, true);
        dialogue = new SmtpClient(
                loops, new TlsUpgrade(TrustAnchors.ofThisJava(), Clock.systemUTC(), tasks), new AtomicInteger());
    }

    @AfterEach
    void end() throws Exception {
        tasks.shutdownNow();
        if (loops != null) {
            loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(PATIENCE);
        }
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void endlessSessionTickets() throws Exception {
        InetSocketAddress address = startServer("-sha256", "-num_tickets", "100000");
        ProbeOutcome outcome = probe(address, WireBench.LONG);
        assertThat(outcome).isInstanceOfSatisfying(ProbeOutcome.Failed.class, failed -> {
            Failure failure = failed.failure();
            // Tickets that arrive before the scanner has computed its side of the handshake count for the handshake.
            if (failure.stage() == Stage.TLS) {
                assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
                assertThat(failure.detail()).matches("more than \\d+ (records|bytes) in the TLS handshake");
            } else {
                assertThat(failure.stage()).isEqualTo(Stage.GREETING);
                assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
                assertThat(failure.detail()).startsWith("more than ");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void certificateSignedWithMd5IsRecorded(String version) throws Exception {
        InetSocketAddress address = startServer("-md5", version, "-cipher", "ALL@SECLEVEL=0");
        assertThat(probe(address, SILENT_INSIDE).observation().tls())
                .isNotNull()
                .satisfies(tls -> {
                    assertThat(tls.leaf().signature()).isEqualTo("MD5withRSA");
                    assertThat(tls.trusted()).isFalse();
                });
    }

    private ProbeOutcome probe(InetSocketAddress address, Timeouts timeouts) {
        return dialogue.attempt(WireBench.tlsFirst(address, timeouts)).block(PATIENCE);
    }

    /** Starts a server with a certificate that is signed with this digest. */
    private InetSocketAddress startServer(String digest, String... options) throws Exception {
        String key = dir.resolve("key.pem").toString();
        String chain = dir.resolve("chain.pem").toString();
        Process process = run(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                digest,
                "-subj",
                "/CN=mail",
                "-days",
                "2",
                "-keyout",
                key,
                "-out",
                chain);
        process.inputReader().transferTo(Writer.nullWriter());
        assumeTrue(process.waitFor() == 0, "this openssl does not sign with " + digest);
        InetSocketAddress address = freeAddress();
        List<String> all = new ArrayList<>(
                List.of("s_server", "-accept", "127.0.0.1:" + address.getPort(), "-cert", chain, "-key", key));
        all.addAll(List.of(options));
        server = run(all.toArray(String[]::new));
        BufferedReader out = server.inputReader();
        for (String line = out.readLine(); !"ACCEPT".equals(line); line = out.readLine()) {
            assertThat(line).as("the server did not start").isNotNull();
        }
        return address;
    }

    private Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(openssl));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }
}
