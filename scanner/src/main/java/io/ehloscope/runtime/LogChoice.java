package io.ehloscope.runtime;

import java.util.function.Consumer;

/**
 * The log settings of this process. Libraries may create loggers before the options are parsed, so settings and loggers
 * may come in any order: existing loggers are changed in place. Does not depend on the logging library, so that a short
 * command need not load it.
 */
public final class LogChoice {

    /** The log levels; each includes those before it. */
    public enum Level {
        /** Failures. */
        error,
        /** Suspicious events. */
        warn,
        /** Normal events. */
        info,
        /** Details of events. */
        debug
    }

    /** The format of a log line. */
    public enum Format {
        /** {@code key=value}. */
        logfmt,
        /** One JSON object per line. */
        json
    }

    /** The settings before {@link #choose} is called. */
    public static final Lines DEFAULT = new Lines(Level.info, Format.logfmt);

    private static final LogChoice OF_THIS_PROCESS = new LogChoice();

    private Lines chosen = DEFAULT;
    private Consumer<Lines> loggers = ignored -> {};

    LogChoice() {}

    /**
     * The level and the format of log lines.
     *
     * @param level the lowest level that is logged
     * @param format the format of each line
     */
    public record Lines(Level level, Format format) {}

    /** Returns the instance that the loggers of this process follow. */
    public static LogChoice ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** Applies these settings to all loggers. */
    public synchronized void choose(Lines lines) {
        chosen = lines;
        loggers.accept(lines);
    }

    /** Passes the current settings to the follower, and again after each change; there is only one follower. */
    synchronized void follow(Consumer<Lines> follower) {
        loggers = follower;
        follower.accept(chosen);
    }
}
