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
 * The computing of TLS handshakes with clients, which takes milliseconds that event loops do not have. Peers take turns, so
 * a crowd at one address delays itself alone. Of one peer the newest is first: the older ones of a crowd have mostly been
 * given up. What a connection asked for that is closed by now is not computed. Thread-safe.
 */
final class HandshakeQueue {

    private final Scheduler work;
    private final Map<Object, Deque<Task>> waiting = new LinkedHashMap<>();
    private int idleWorkers;

    private record Task(Channel connection, Runnable computing) {}

    /**
     * An empty queue.
     *
     * @param work runs the tasks; its own rejections reach whoever adds one
     * @param workers tasks at once; as many as {@code work} has threads
     */
    HandshakeQueue(Scheduler work, int workers) {
        this.work = work;
        this.idleWorkers = workers;
    }

    /** Has a task done once it is its peer's turn, or never where its connection is closed before. */
    public void add(Channel connection, Runnable computing) {
        Object peer = ConnectionGuard.peer(connection.remoteAddress());
        synchronized (this) {
            waiting.computeIfAbsent(peer, nobody -> new ArrayDeque<>()).push(new Task(connection, computing));
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

    /** Of the peer whose turn it is; null where nothing waits, and then this worker is idle. */
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
