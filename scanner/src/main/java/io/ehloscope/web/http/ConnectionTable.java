package io.ehloscope.web.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of one listen address. When the table is full, a connection without a request in progress is
 * closed for the next one; a connection with a request in progress never is. Connections that have not sent a request
 * are closed first, of these those of the peer with the most connections, and of these the oldest. Thread-safe.
 */
final class ConnectionTable {

    /** A client with a single connection keeps its place for this long before its first request. */
    private static final long YOUNG = Duration.ofSeconds(1).toNanos();

    /** The key of peers without an IP address, those of Unix sockets; the bound of one peer does not apply to it. */
    static final Object NO_ADDRESS = new Object();

    private final int most;
    private final int mostOfPeer;
    private final LongSupplier nanos;
    private final Set<Connection> idle = new LinkedHashSet<>();
    private final Map<Object, Integer> peers = new HashMap<>();
    private int open;

    /**
     * Creates an empty table.
     *
     * @param most the maximum of open connections
     * @param mostOfPeer the maximum of one peer; less than {@code most}, so that one peer alone cannot fill the table
     * @param nanos the clock
     */
    ConnectionTable(int most, int mostOfPeer, LongSupplier nanos) {
        this.most = most;
        this.mostOfPeer = mostOfPeer;
        this.nanos = nanos;
    }

    /** A connection; its state is guarded by the lock of its table. */
    static final class Connection {
        private final Object peer;
        private final Runnable close;
        private boolean isOpen;
        private boolean hasSentRequest;
        private int requests;
        private long since;

        /**
         * Creates a connection that is not in a table.
         *
         * @param peer the key of the peer, or {@link #NO_ADDRESS}
         * @param close closes the connection; the table never calls it, the caller of {@link #admit} does
         */
        Connection(Object peer, Runnable close) {
            this.peer = peer;
            this.close = close;
        }

        void close() {
            close.run();
        }
    }

    /**
     * Adds a connection.
     *
     * @return the connection to close: another one, or this one if all others have a request in progress; null for none
     */
    synchronized @Nullable Connection admit(Connection connection) {
        boolean isFullOfPeer = connection.peer != NO_ADDRESS && connectionsOf(connection.peer) >= mostOfPeer;
        Connection victim = null;
        if (isFullOfPeer || open >= most) {
            victim = victim(each -> !isFullOfPeer || connection.peer.equals(each.peer));
            if (victim == null) {
                return connection;
            }
            remove(victim);
        }
        connection.isOpen = true;
        connection.since = nanos.getAsLong();
        idle.add(connection);
        open++;
        peers.merge(connection.peer, 1, Integer::sum);
        return victim;
    }

    /** A request of this connection has begun. */
    synchronized void begun(Connection connection) {
        connection.requests++;
        connection.hasSentRequest = true;
        idle.remove(connection);
    }

    /** A request of this connection has been answered or cancelled. */
    synchronized void ended(Connection connection) {
        connection.requests--;
        if (connection.requests == 0 && connection.isOpen) {
            connection.since = nanos.getAsLong();
            idle.add(connection);
        }
    }

    /** Removes an idle connection; returns false if a request is in progress or the connection is not in the table. */
    synchronized boolean drop(Connection connection) {
        if (!idle.contains(connection)) {
            return false;
        }
        remove(connection);
        return true;
    }

    /** Removes a connection if it is in the table. */
    synchronized void closed(Connection connection) {
        if (connection.isOpen) {
            remove(connection);
        }
    }

    private void remove(Connection connection) {
        connection.isOpen = false;
        idle.remove(connection);
        open--;
        if (peers.merge(connection.peer, -1, Integer::sum) == 0) {
            peers.remove(connection.peer);
        }
    }

    private @Nullable Connection victim(Predicate<Connection> candidate) {
        Map<Object, Integer> withoutRequest = new HashMap<>();
        idle.stream()
                .filter(each -> !each.hasSentRequest)
                .forEach(each -> withoutRequest.merge(each.peer, 1, Integer::sum));
        long now = nanos.getAsLong();
        // min returns the first of equals, which is the oldest.
        return idle.stream()
                .filter(candidate)
                .min(Comparator.<Connection>comparingInt(
                                each -> rank(each, withoutRequest.getOrDefault(each.peer, 0), now))
                        .thenComparingInt(each -> -connectionsOf(each.peer)))
                .orElse(null);
    }

    private static int rank(Connection connection, int withoutRequestOfPeer, long now) {
        if (connection.hasSentRequest) {
            return 1;
        }
        return withoutRequestOfPeer > 1 || now - connection.since >= YOUNG ? 0 : 2;
    }

    private int connectionsOf(Object peer) {
        return peers.getOrDefault(peer, 0);
    }
}
