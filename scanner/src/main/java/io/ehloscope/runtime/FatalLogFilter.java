package io.ehloscope.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Detects fatal errors that a library only logs. Netty and Reactor catch what a task, a listener or an operator throws,
 * log it, and continue without a signal to the waiting code. Therefore this filter examines the throwable of every log
 * event, shown or not: a {@link VirtualMachineError}, or any {@link Error} that Reactor logs at WARN or above,
 * terminates the process.
 */
final class FatalLogFilter extends TurboFilter {

    private static final String NETTY = "io.netty";
    private static final String REACTOR = "reactor.core";

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] params,
            @Nullable Throwable thrown) {
        boolean isWarning = level.isGreaterOrEqual(Level.WARN);
        examine(logger, isWarning, thrown);
        if (params != null) {
            for (Object each : params) {
                if (each instanceof Throwable one) {
                    examine(logger, isWarning, one);
                }
            }
        }
        // Netty first queries whether WARN is enabled. It is not, but this filter must receive the event that follows.
        boolean isQuery = format == null && thrown == null && params == null;
        return isQuery && level == Level.WARN && logger.getName().startsWith(NETTY)
                ? FilterReply.ACCEPT
                : FilterReply.NEUTRAL;
    }

    private static void examine(Logger logger, boolean isWarning, @Nullable Throwable thrown) {
        if (thrown == null) {
            return;
        }
        Error error = FatalError.in(thrown);
        if (error instanceof VirtualMachineError
                || (error != null && isWarning && logger.getName().startsWith(REACTOR))) {
            FatalError.end(error);
        }
    }
}
