package io.ehloscope.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A simulated Windows SMTP service without Exchange, on its own thread; its EHLO reply is Microsoft's own example.
 * Serves one dialogue at a time.
 */
final class BareWindowsServer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final ServerSocket listener;
    private final CompletableFuture<Void> served;

    private BareWindowsServer(ServerSocket listener) {
        this.listener = listener;
        this.served = CompletableFuture.runAsync(this::serve, BareWindowsServer::onThread);
    }

    /** Starts it on a free port of 127.0.0.1. */
    static BareWindowsServer start() throws IOException {
        return new BareWindowsServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
    }

    private static void onThread(Runnable task) {
        Thread thread = new Thread(task, "bare-windows-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** The address it listens on. */
    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", listener.getLocalPort());
    }

    /** The address it listens on, as an inventory names it. */
    String target() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                client.setSoTimeout(TIMEOUT_MILLIS);
                converse(client);
            } catch (SocketException e) {
                // The client has disconnected, or the listener is closed, which ends the loop.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void converse(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        send(client, "bare-windows-greeting.smtp");
        String command = in.readLine();
        while (command != null) {
            if (command.startsWith("EHLO ")) {
                send(client, "bare-windows-ehlo.smtp");
            } else {
                send(client, "bare-windows-quit.smtp");
                return;
            }
            command = in.readLine();
        }
    }

    private static void send(Socket client, String reply) throws IOException {
        try (InputStream bytes = Objects.requireNonNull(BareWindowsServer.class.getResourceAsStream(reply), reply)) {
            client.getOutputStream().write(bytes.readAllBytes());
        }
    }

    /** Stops listening, waits for a dialogue in progress, and fails if one failed. */
    @Override
    public void close() throws IOException {
        listener.close();
        served.orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).join();
    }
}
