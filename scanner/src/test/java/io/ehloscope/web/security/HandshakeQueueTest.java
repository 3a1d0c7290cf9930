package io.ehloscope.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** The order of handshake tasks, with a single worker. */
class HandshakeQueueTest {

    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final HandshakeQueue queue = new HandshakeQueue(Schedulers.fromExecutor(threads::add), 1);
    private final List<String> done = new ArrayList<>();

    @Test
    void peersTakeTurnsAndNewestTaskOfEachRunsFirst() {
        for (int i = 0; i < 4; i++) {
            add(from("192.0.2.1"), "crowd " + i);
        }
        add(from("192.0.2.2"), "alone");
        run();
        assertThat(done).containsExactly("crowd 3", "alone", "crowd 2", "crowd 1", "crowd 0");
    }

    @Test
    void taskOfClosedConnectionIsDiscarded() {
        Channel gone = from("192.0.2.1");
        add(gone, "gone");
        add(from("192.0.2.1"), "here");
        gone.close();
        run();
        assertThat(done).containsExactly("here");
    }

    @Test
    void idleWorkerStartsAgain() {
        add(from("192.0.2.1"), "first");
        run();
        add(from("192.0.2.1"), "second");
        assertThat(threads).hasSize(1);
        run();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void rejectionOfSchedulerIsRethrown() {
        HandshakeQueue ended = new HandshakeQueue(
                Schedulers.fromExecutor(task -> {
                    throw new RejectedExecutionException("ended");
                }),
                1);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> ended.add(from("192.0.2.1"), () -> done.add("never")))
                    .isInstanceOf(RejectedExecutionException.class);
        }
        assertThat(done).isEmpty();
    }

    private void add(Channel connection, String name) {
        queue.add(connection, () -> done.add(name));
    }

    private void run() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    private static Channel from(String address) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 1);
            }
        };
    }
}
