package io.ehloscope.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Hears of errors that a library keeps to itself. Netty and Reactor catch whatever is thrown in a task, a listener or an
 * operator, log it, and go on without those who wait for it. So every exception that is logged, shown or not, is examined: one
 * that has a lack of memory in it, or another error that Reactor calls fatal, ends the process.
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
        // Netty asks first whether a warning would be shown. It would not; but what it is about must be heard of.
        boolean asksOnly = format == null && thrown == null && params == null;
        return asksOnly && level == Level.WARN && logger.getName().startsWith(NETTY)
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
