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
 * The open connections of one listen address. Where there are as many as may be, one without a request in progress makes
 * room for the next. Never one that is being answered. The first to go are those that have not sent a request, of the peer
 * with the most connections, the oldest before others. Thread-safe.
 */
final class ConnectionTable {

    /** A client that is alone and quick sends its request within this time, and keeps its place until then. */
    private static final long YOUNG = Duration.ofSeconds(1).toNanos();

    /** Stands for peers without an address, those of a socket in the file system; it has no bound of its own. */
    static final Object NO_ADDRESS = new Object();

    private final int most;
    private final int mostOfPeer;
    private final LongSupplier nanos;
    private final Set<Connection> idle = new LinkedHashSet<>();
    private final Map<Object, Integer> peers = new HashMap<>();
    private int open;

    /**
     * An empty table.
     *
     * @param most open connections
     * @param mostOfPeer open connections of one peer; less than {@code most}, so that one peer alone never takes all
     * @param nanos the clock
     */
    ConnectionTable(int most, int mostOfPeer, LongSupplier nanos) {
        this.most = most;
        this.mostOfPeer = mostOfPeer;
        this.nanos = nanos;
    }

    /** A connection; its state belongs to the table that it is in. */
    static final class Connection {
        private final Object peer;
        private final Runnable close;
        private boolean isOpen;
        private boolean hasAsked;
        private int requests;
        private long since;

        /**
         * A connection that no table knows yet.
         *
         * @param peer who is connected, or {@link #NO_ADDRESS}
         * @param close closes the connection; called by the caller that receives it, never by the table
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
     * Takes a connection in.
     *
     * @return the connection to close for it: another one, or itself where all others are being answered; null for none
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

    /** A request has come in whole. */
    synchronized void begun(Connection connection) {
        connection.requests++;
        connection.hasAsked = true;
        idle.remove(connection);
    }

    /** A request is answered, or given up. */
    synchronized void ended(Connection connection) {
        connection.requests--;
        if (connection.requests == 0 && connection.isOpen) {
            connection.since = nanos.getAsLong();
            idle.add(connection);
        }
    }

    /** Takes a connection out that waits for its client; false where a request of it is in progress, or it is out already. */
    synchronized boolean drop(Connection connection) {
        if (!idle.contains(connection)) {
            return false;
        }
        remove(connection);
        return true;
    }

    /** Takes a connection out, if it is in. */
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
        Map<Object, Integer> silent = new HashMap<>();
        idle.stream().filter(each -> !each.hasAsked).forEach(each -> silent.merge(each.peer, 1, Integer::sum));
        long now = nanos.getAsLong();
        // min gives the first of equals: the oldest.
        return idle.stream()
                .filter(candidate)
                .min(Comparator.<Connection>comparingInt(each -> rank(each, silent.getOrDefault(each.peer, 0), now))
                        .thenComparingInt(each -> -connectionsOf(each.peer)))
                .orElse(null);
    }

    private static int rank(Connection connection, int silentOfPeer, long now) {
        if (connection.hasAsked) {
            return 1;
        }
        return silentOfPeer > 1 || now - connection.since >= YOUNG ? 0 : 2;
    }

    private int connectionsOf(Object peer) {
        return peers.getOrDefault(peer, 0);
    }
}
