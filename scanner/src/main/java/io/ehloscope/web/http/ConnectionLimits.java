package io.ehloscope.web.http;

import io.ehloscope.metrics.WebMeters;
import io.ehloscope.metrics.WebMeters.Closed;
import io.ehloscope.web.http.ConnectionTable.Connection;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/** What holds for the connections of one listen address, and what is said and counted when a bound is reached. */
public final class ConnectionLimits {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimits.class);

    private final HttpBounds bounds;
    private final boolean isEncrypted;
    private final Scheduler timers;
    private final WebMeters meters;
    private final ConnectionTable table;
    private final ThrottledCount full;

    /**
     * Limits that nothing has reached yet.
     *
     * @param address where these connections come in, for the log
     * @param isEncrypted whether a TLS handshake comes before the first request
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

    /** From the start of a connection to the end of the head of its first request. */
    Duration firstRequest() {
        return isEncrypted ? bounds.handshake().plus(bounds.request()) : bounds.request();
    }

    /** From the first byte of a later request to the end of its head. */
    Duration request() {
        return bounds.request();
    }

    /** Between two requests. */
    Duration idle() {
        return bounds.idle();
    }

    /** Takes a connection in, and closes another one for it, or itself. */
    void admit(Connection connection) {
        Connection victim = table.admit(connection);
        if (victim != null) {
            meters.connectionClosed(victim == connection ? Closed.FULL : Closed.ROOM);
            full.count();
            victim.close();
        }
    }

    /** The deadline of a connection is over. */
    public void expired(Connection connection) {
        if (table.drop(connection)) {
            meters.connectionClosed(Closed.DEADLINE);
            connection.close();
        }
    }
}
