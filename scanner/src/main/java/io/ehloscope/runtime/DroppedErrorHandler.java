package io.ehloscope.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.channel.AbortedException;

/**
 * Decides about errors that arrive after their stream has ended, for which Reactor would log a stack trace. A client that
 * closes its connection before its response is sent causes one, and that is not an error of the service.
 */
public final class DroppedErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(DroppedErrorHandler.class);

    private DroppedErrorHandler() {}

    /** Logs a connection that the client closed at DEBUG, and everything else as a bug. */
    public static void handle(Throwable error) {
        if (AbortedException.isConnectionReset(error)) {
            LOG.debug("a client closed its connection before the end of the response", error);
        } else {
            LOG.error("an error arrived after its stream had ended, which is a bug", error);
        }
    }
}
