package io.ehloscope.demo;

import io.ehloscope.simulator.SimulatedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A blocking client that sends and receives exact bytes, one char per byte. A read times out after 10 s. */
public final class Caller implements AutoCloseable {

    private final Socket socket;

    private Caller(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
    }

    /** Connects to a server. */
    public static Caller of(SimulatedServer server) throws IOException {
        return to(server.address());
    }

    static Caller to(InetSocketAddress where) throws IOException {
        return new Caller(new Socket(where.getAddress(), where.getPort()));
    }

    /** Continues the dialogue on another socket, such as TLS over this one. */
    public Caller over(Socket other) throws IOException {
        return new Caller(other);
    }

    /** Sends these bytes. */
    public void say(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Returns the next line with its line end, or the part received when the server closes the connection. */
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

    /** Returns the lines of a reply, including its last line. */
    public String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            reply.append(line);
            line = line();
        }
        return reply.append(line).toString();
    }

    /** Sends a line and returns the reply. */
    public String ask(String line) throws IOException {
        say(line + "\r\n");
        return reply();
    }

    /** Returns all bytes until the server closes the connection. */
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Returns the socket. */
    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
