package io.ehloscope.cli;

import io.ehloscope.runtime.ExitCode;

/** A command cannot go on, for a reason that the person at the keyboard can do something about. */
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

    /** What the person wrote makes no sense. */
    static CommandException usage(String sentence) {
        return new CommandException(ExitCode.USAGE, sentence);
    }

    /** What was asked for could not be done, or not to its end. */
    public static CommandException incomplete(String sentence) {
        return new CommandException(ExitCode.INCOMPLETE, sentence);
    }
}
