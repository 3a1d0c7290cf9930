package io.ehloscope.cli;

import picocli.CommandLine.Option;

/** How the program talks of itself, on standard error. Takes effect when {@link #apply} is called, before the first log line. */
final class LogOptions {

    static final String LEVEL_PROPERTY = "ehloscope.log.level";
    static final String FORMAT_PROPERTY = "ehloscope.log.format";

    /** The levels there are. */
    enum Level {
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
    enum Format {
        /** {@code key=value}. */
        logfmt,
        /** One JSON object a line. */
        json
    }

    @Option(
            names = "--log.level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "What to log on stderr: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Level level = Level.info;

    @Option(
            names = "--log.format",
            paramLabel = "FORMAT",
            defaultValue = "logfmt",
            description = "How to log: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.logfmt;

    /** {@link LogSetup} reads these when the first logger is made. */
    void apply() {
        System.setProperty(LEVEL_PROPERTY, level.name());
        System.setProperty(FORMAT_PROPERTY, format.name());
    }
}
