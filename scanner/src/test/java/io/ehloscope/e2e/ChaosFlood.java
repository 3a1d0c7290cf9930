package io.ehloscope.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Hostile clients: many concurrent connections from other addresses that are idle, send a request byte by byte, send
 * garbage, do not read the response, or reset the connection. Not thread-safe.
 */
final class ChaosFlood {

    private static final int PORTION = 50;
    private static final int PAUSE = 50;
    private static final int NEIGHBOURS = 4;
    private static final byte[] REQUEST =
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaa"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Chaos chaos;
    private final Random random;
    private final int most;
    private final List<Client> clients = new ArrayList<>();

    private enum Behaviour {
        IDLE,
        DRIPPING,
        GARBAGE,
        NOT_READING,
        RESETTING
    }

    /** One connection. */
    private static final class Client {
        private final SocketChannel channel;
        private final Behaviour behaviour;
        private int sent;

        Client(SocketChannel channel, Behaviour behaviour) {
            this.channel = channel;
            this.behaviour = behaviour;
        }
    }

    ChaosFlood(Chaos chaos, int most) {
        this.chaos = chaos;
        this.most = most;
        this.random = chaos.random("flood");
    }

    /** Floods the running service until the end of the run. */
    void run() throws InterruptedException {
        try {
            while (chaos.continues()) {
                Chaos.Life life = chaos.life();
                for (int i = 0; life != null && i < PORTION && clients.size() < most; i++) {
                    connect(life);
                }
                clients.removeIf(client -> !step(client));
                if (random.nextInt(100) == 0) {
                    leave();
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE);
            }
        } finally {
            leave();
        }
    }

    private void connect(Chaos.Life life) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            channel.bind(new InetSocketAddress("127.66.0." + (1 + random.nextInt(NEIGHBOURS)), 0));
            channel.connect(new InetSocketAddress(
                    "127.0.0.1", URI.create(life.serving().url()).getPort()));
            clients.add(new Client(channel, Behaviour.values()[random.nextInt(Behaviour.values().length)]));
            chaos.count("connections of the flood");
        } catch (IOException e) {
            chaos.count("connections of the flood that failed");
        }
    }

    /** Performs the next step of a client; returns false if its connection has ended. */
    private boolean step(Client client) {
        try {
            if (!client.channel.finishConnect()) {
                return true;
            }
            ByteBuffer next = next(client);
            if (next.hasRemaining()) {
                client.sent += client.channel.write(next);
            }
            if (client.behaviour == Behaviour.RESETTING && client.sent > 0) {
                close(client);
                return false;
            }
            if (client.behaviour == Behaviour.NOT_READING || client.channel.read(ByteBuffer.allocate(1_024)) >= 0) {
                return true;
            }
        } catch (IOException closed) {
            // The service has ended, or has closed the connection.
        }
        close(client);
        return false;
    }

    private ByteBuffer next(Client client) {
        return switch (client.behaviour) {
            case IDLE -> ByteBuffer.allocate(0);
            case DRIPPING -> ByteBuffer.wrap(REQUEST, Math.min(client.sent, REQUEST.length - 1), 1);
            case GARBAGE -> {
                byte[] bytes = new byte[client.sent > 4_096 ? 0 : random.nextInt(512)];
                random.nextBytes(bytes);
                yield ByteBuffer.wrap(bytes);
            }
            case NOT_READING -> {
                String requests = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(client.sent > 0 ? 0 : 20);
                yield ByteBuffer.wrap(requests.getBytes(StandardCharsets.US_ASCII));
            }
            case RESETTING -> ByteBuffer.wrap(REQUEST, 0, 1 + random.nextInt(REQUEST.length - 1));
        };
    }

    private void leave() {
        for (Iterator<Client> all = clients.iterator(); all.hasNext(); ) {
            close(all.next());
            all.remove();
        }
    }

    private static void close(Client client) {
        try {
            client.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException alreadyClosed) {
            // The channel is closed below in any case.
        }
        try {
            client.channel.close();
        } catch (IOException alreadyClosed) {
            // Nothing is left to close.
        }
    }
}
