package io.ehloscope.cli;

import io.ehloscope.runtime.LogChoice;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * The options for logging on standard error. {@link Main} adds them to every command and applies them before it runs.
 */
public final class LogOptions {

    private static final String MIXIN = "log";

    @Option(
            names = "--log.level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "The log level on stderr: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LogChoice.Level level = LogChoice.Level.info;

    @Option(
            names = "--log.format",
            paramLabel = "FORMAT",
            defaultValue = "logfmt",
            description = "The log format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LogChoice.Format format = LogChoice.Format.logfmt;

    /** Adds these options to a command. */
    static void addTo(CommandSpec command) {
        command.addMixin(MIXIN, CommandSpec.forAnnotatedObject(new LogOptions()));
    }

    /** Returns the log settings of the command line; the defaults if it has no command. */
    static LogChoice.Lines in(ParseResult parsed) {
        ParseResult command = parsed;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        Map<String, CommandSpec> mixins = command.commandSpec().mixins();
        CommandSpec mixin = mixins.get(MIXIN);
        return mixin != null && mixin.userObject() instanceof LogOptions options
                ? new LogChoice.Lines(options.level, options.format)
                : LogChoice.DEFAULT;
    }
}
