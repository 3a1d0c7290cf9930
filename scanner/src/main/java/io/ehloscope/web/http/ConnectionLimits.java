package io.ehloscope.web.http;

import io.ehloscope.metrics.WebMeters;
import io.ehloscope.metrics.WebMeters.Closed;
import io.ehloscope.web.http.ConnectionTable.Connection;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/** The limits of the connections of one listen address; logs and counts the connections that they close. */
public final class ConnectionLimits {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimits.class);

    private final HttpBounds bounds;
    private final boolean isEncrypted;
    private final Scheduler timers;
    private final WebMeters meters;
    private final ConnectionTable table;
    private final ThrottledCount full;

    /**
     * Creates the limits of one listen address, with no connections.
     *
     * @param address the listen address, for the log
     * @param isEncrypted whether a TLS handshake precedes the first request
     */
    public ConnectionLimits(ListenAddress address, HttpBounds bounds, boolean isEncrypted, HttpParts parts) {
        this.bounds = bounds;
        this.isEncrypted = isEncrypted;
        this.timers = parts.timers();
        this.meters = parts.meters();
        this.table = new ConnectionTable(
                bounds.maxConnections(), bounds.maxOfPeer(), parts.time().nanos());
        this.full = new ThrottledCount(
                timers,
                closed -> LOG.atWarn()
                        .addKeyValue("address", address)
                        .addKeyValue("limit", bounds.maxConnections())
                        .addKeyValue("limit_of_peer", bounds.maxOfPeer())
                        .addKeyValue("closed", closed)
                        .log("too many open connections: those without a request were closed to make room"));
    }

    ConnectionTable table() {
        return table;
    }

    Scheduler timers() {
        return timers;
    }

    /** The time from the start of a connection to the end of the head of its first request. */
    Duration firstRequest() {
        return isEncrypted ? bounds.handshake().plus(bounds.request()) : bounds.request();
    }

    /** The time from the first byte of a later request to the end of its head. */
    Duration request() {
        return bounds.request();
    }

    /** The time between two requests. */
    Duration idle() {
        return bounds.idle();
    }

    /** Adds a connection. If a limit is reached, closes another connection, or this one if none can be closed. */
    void admit(Connection connection) {
        Connection victim = table.admit(connection);
        if (victim != null) {
            meters.connectionClosed(victim == connection ? Closed.FULL : Closed.ROOM);
            full.count();
            victim.close();
        }
    }

    /** Called when the deadline of a connection has passed; closes it unless a request is in progress. */
    public void expired(Connection connection) {
        if (table.drop(connection)) {
            meters.connectionClosed(Closed.DEADLINE);
            connection.close();
        }
    }
}
