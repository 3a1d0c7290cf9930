package io.ehloscope.demo;

import io.ehloscope.simulator.SimulatedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A blocking client that says and hears exact bytes, one char for each. Gives up after 10 s of silence. */
public final class Caller implements AutoCloseable {

    private final Socket socket;

    private Caller(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
    }

    public static Caller of(SimulatedServer server) throws IOException {
        return to(server.address());
    }

    static Caller to(InetSocketAddress where) throws IOException {
        return new Caller(new Socket(where.getAddress(), where.getPort()));
    }

    /** The same dialogue on another socket: TLS over this one. */
    public Caller over(Socket other) throws IOException {
        return new Caller(other);
    }

    public void say(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** The next line with its end, or what there is of it when the server hangs up. */
    public String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next >= 0) {
            line.append((char) next);
            if (next == '\n') {
                break;
            }
            next = socket.getInputStream().read();
        }
        return line.toString();
    }

    /** Lines up to and with the last one of a reply. */
    public String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            reply.append(line);
            line = line();
        }
        return reply.append(line).toString();
    }

    /** Says a line and hears the reply. */
    public String ask(String line) throws IOException {
        say(line + "\r\n");
        return reply();
    }

    /** All bytes until the server hangs up. */
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
