package io.ehloscope.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.channel.AbortedException;

/**
 * Handles Reactor's dropped errors: errors that arrive after their stream has terminated. A client that closes its
 * connection before the end of the response causes one, which is not an error of the service.
 */
public final class DroppedErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(DroppedErrorHandler.class);

    private DroppedErrorHandler() {}

    /** Logs a connection closed by the client at DEBUG, and every other error at ERROR as a bug. */
    public static void handle(Throwable error) {
        if (AbortedException.isConnectionReset(error)) {
            LOG.debug("a client closed its connection before the end of the response", error);
        } else {
            LOG.error("an error arrived after its stream had ended, which is a bug", error);
        }
    }
}
