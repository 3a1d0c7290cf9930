package io.ehloscope.web.security;

import io.ehloscope.web.http.ConnectionGuard;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Runs the tasks of TLS handshakes with clients off the event loops, because each takes milliseconds. Peers take turns
 * (round-robin), so many connections from one peer delay only each other. The newest task of a peer runs first: clients
 * have mostly abandoned the older ones. Tasks of closed connections are discarded. Thread-safe.
 */
final class HandshakeQueue {

    private final Scheduler work;
    private final Map<Object, Deque<Task>> waiting = new LinkedHashMap<>();
    private int idleWorkers;

    private record Task(Channel connection, Runnable computing) {}

    /**
     * Creates an empty queue.
     *
     * @param work runs the tasks; {@link #add} rethrows its rejections
     * @param workers the number of concurrent tasks, which is the number of threads of {@code work}
     */
    HandshakeQueue(Scheduler work, int workers) {
        this.work = work;
        this.idleWorkers = workers;
    }

    /**
     * Queues a task, which runs at its peer's turn, or never if its connection is closed before.
     *
     * @throws RejectedExecutionException if the scheduler rejects it
     */
    public void add(Channel connection, Runnable computing) {
        Object peer = ConnectionGuard.peer(connection.remoteAddress());
        synchronized (this) {
            waiting.computeIfAbsent(peer, absent -> new ArrayDeque<>()).push(new Task(connection, computing));
            if (idleWorkers == 0) {
                return;
            }
            idleWorkers--;
        }
        try {
            work.schedule(this::work);
        } catch (RejectedExecutionException ended) {
            rejected();
            throw ended;
        }
    }

    private void work() {
        for (Task next = next(); next != null; next = next()) {
            if (next.connection().isOpen()) {
                next.computing().run();
            }
        }
    }

    /** The next task of the peer whose turn it is; null if no task waits, and then this worker counts as idle. */
    private synchronized @Nullable Task next() {
        Map.Entry<Object, Deque<Task>> turn =
                waiting.isEmpty() ? null : waiting.entrySet().iterator().next();
        if (turn == null) {
            idleWorkers++;
            return null;
        }
        Object peer = turn.getKey();
        Deque<Task> tasks = turn.getValue();
        Task task = tasks.poll();
        waiting.remove(peer);
        if (!tasks.isEmpty()) {
            waiting.put(peer, tasks);
        }
        return task;
    }

    private synchronized void rejected() {
        idleWorkers++;
        waiting.clear();
    }
}
