package io.ehloscope.cli;

import io.ehloscope.runtime.ExitCode;

/** A command cannot continue for a reason that the user can fix; the message is a sentence for the user. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CommandException(ExitCode exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** The command line or an input file is invalid: exit code {@link ExitCode#USAGE}. */
    static CommandException usage(String sentence) {
        return new CommandException(ExitCode.USAGE, sentence);
    }

    /** The command could not complete: exit code {@link ExitCode#INCOMPLETE}. */
    public static CommandException incomplete(String sentence) {
        return new CommandException(ExitCode.INCOMPLETE, sentence);
    }
}
