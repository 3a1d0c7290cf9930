package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.web.http.HttpBounds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Deadlines of a connection, in virtual time: no byte extends them. */
@Timeout(60)
class ConnectionDeadlineTest {

    private static final String REQUEST = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final Served served = new Served(Runnable::run, HttpBounds.DEFAULT, timers);

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void silentClientIsClosedAfterTenSeconds() throws IOException {
        try (Socket client = connected()) {
            timers.advanceTimeBy(Duration.ofMillis(9_999));
            assertStaysOpen(client);
            timers.advanceTimeBy(Duration.ofMillis(1));
            assertClosed(client);
            assertThat(closedAtTheDeadline()).isEqualTo(1);
        }
    }

    @Test
    void clientThatSendsOneBytePerSecondIsClosedAfterTenSeconds() throws IOException {
        try (Socket client = connected()) {
            for (int second = 0; second < 9; second++) {
                client.getOutputStream().write(REQUEST.charAt(second));
                timers.advanceTimeBy(Duration.ofSeconds(1));
            }
            assertStaysOpen(client);
            timers.advanceTimeBy(Duration.ofSeconds(1));
            assertClosed(client);
        }
    }

    @Test
    void idleConnectionIsKeptFor75Seconds() throws IOException {
        try (Socket client = connected()) {
            ask(client);
            timers.advanceTimeBy(Duration.ofSeconds(74));
            ask(client);
            assertClosedBy(client, Duration.ofSeconds(75));
        }
    }

    @Test
    void slowLaterRequestIsClosedTenSecondsAfterItsFirstByte() throws IOException {
        try (Socket client = connected()) {
            ask(client);
            timers.advanceTimeBy(Duration.ofSeconds(30));
            client.getOutputStream().write('G');
            assertClosedBy(client, Duration.ofSeconds(10));
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), served.port());
        socket.setSoTimeout(20_000);
        while (served.running.connected() == 0) {
            Thread.onSpinWait();
        }
        return socket;
    }

    private static void ask(Socket client) throws IOException {
        client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
        String line = in.readLine();
        while (line != null && !line.equals("Ehloscope is healthy.")) {
            line = in.readLine();
        }
        assertThat(line).isNotNull();
    }

    private static void assertStaysOpen(Socket client) throws IOException {
        client.setSoTimeout(100);
        try {
            assertThat(client.getInputStream().read()).as("what came").isNotNegative();
        } catch (SocketTimeoutException open) {
            client.setSoTimeout(20_000);
        }
    }

    /** The deadline starts when the server has read the client's bytes, which can be a moment later. */
    private void assertClosedBy(Socket client, Duration bound) throws IOException {
        client.setSoTimeout(50);
        for (int i = 0; i < 400; i++) {
            timers.advanceTimeBy(bound);
            try {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
                return;
            } catch (SocketException reset) {
                return;
            } catch (SocketTimeoutException open) {
                assertThat(open).isNotNull();
            }
        }
        throw new AssertionError("it stays open");
    }

    private static void assertClosed(Socket client) throws IOException {
        try {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private double closedAtTheDeadline() {
        return served.program
                .get("ehlo_web_connections_closed_total")
                .tag("reason", "deadline")
                .counter()
                .count();
    }
}
