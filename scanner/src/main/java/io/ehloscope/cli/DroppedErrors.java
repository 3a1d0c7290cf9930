package io.ehloscope.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.channel.AbortedException;

/**
 * Decides about errors that arrive after their stream has ended, for which Reactor would log a stack trace. A client that
 * closes its connection before its response is sent causes one, and that is not an error of the service.
 */
final class DroppedErrors {

    private static final Logger LOG = LoggerFactory.getLogger(DroppedErrors.class);

    private DroppedErrors() {}

    /** Logs a connection that the client closed at DEBUG, and everything else as a bug. */
    static void handle(Throwable error) {
        if (AbortedException.isConnectionReset(error)) {
            LOG.debug("a client closed its connection before the end of the response", error);
        } else {
            LOG.error("an error arrived after its stream had ended, which is a bug", error);
        }
    }
}
