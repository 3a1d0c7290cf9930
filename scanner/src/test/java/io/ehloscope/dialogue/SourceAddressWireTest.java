package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.tls.TlsUpgrade;
import io.ehloscope.tls.TrustAnchors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.resources.LoopResources;

/** Connections come from the source address of their target. */
class SourceAddressWireTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger sockets = new AtomicInteger();
    private final LoopResources loops = LoopResources.create("source-test", 1, true);
    private final SmtpClient client =
            new SmtpClient(loops, new TlsUpgrade(TrustAnchors.ofThisJava(), Clock.systemUTC(), Runnable::run), sockets);

    @AfterEach
    void closeLoops() {
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(PATIENCE);
    }

    @Test
    void aConnectionComesFromTheSourceAddress() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<InetAddress> peer = CompletableFuture.supplyAsync(() -> {
                try (Socket accepted = server.accept()) {
                    return accepted.getInetAddress();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            client.attempt(attempt(server.getLocalPort(), "127.0.0.2")).block(PATIENCE);

            assertThat(peer.join().getHostAddress()).isEqualTo("127.0.0.2");
        }
    }

    /** 192.0.2.0/24 is for documentation (RFC 5737): no machine has it. */
    @Test
    void anAddressOfAnotherMachineIsNotBlamedOnTheServer() {
        assertThat(client.attempt(attempt(9, "192.0.2.9")).block(PATIENCE))
                .isEqualTo(new ProbeOutcome.Skipped("source_address 192.0.2.9 is not an address of this machine"));
        assertThat(sockets).hasValue(0);
    }

    private static Attempt attempt(int port, String source) {
        Settings settings = Settings.DEFAULT.withSourceAddress(source);
        Target target =
                new Target("127.0.0.1:" + port, "127.0.0.1", port, Target.Kind.ADDRESS, "here", Map.of(), settings);
        return new Attempt(
                target,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "scanner.example.com",
                Attempt.Opening.EHLO,
                settings.timeouts());
    }
}
