package io.ehloscope.runtime;

import java.util.function.Consumer;

/**
 * How this process logs. Libraries make loggers whenever they like, also before the options are read, so the choice and the
 * loggers may come in any order: loggers that come first are changed in place. Knows nothing of the logging library, which
 * a short command need not load.
 */
public final class LogChoice {

    /** The levels there are. */
    public enum Level {
        /** Only what failed. */
        error,
        /** And what looks wrong. */
        warn,
        /** And what happens. */
        info,
        /** And how. */
        debug
    }

    /** How a line is written. */
    public enum Format {
        /** {@code key=value}. */
        logfmt,
        /** One JSON object a line. */
        json
    }

    /** How it logs until something else is chosen. */
    public static final Lines DEFAULT = new Lines(Level.info, Format.logfmt);

    private static final LogChoice OF_THIS_PROCESS = new LogChoice();

    private Lines chosen = DEFAULT;
    private Consumer<Lines> loggers = nothing -> {};

    LogChoice() {}

    /**
     * Which lines there are, and how they look.
     *
     * @param level the least important
     * @param format how each is written
     */
    public record Lines(Level level, Format format) {}

    /** The one that the loggers of this process follow. */
    public static LogChoice ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** Has all loggers follow this from now on. */
    public synchronized void choose(Lines lines) {
        chosen = lines;
        loggers.accept(lines);
    }

    /** Hands over what is chosen now, and again whenever it changes; there is one follower. */
    synchronized void follow(Consumer<Lines> follower) {
        loggers = follower;
        follower.accept(chosen);
    }
}
