package io.ehloscope.runtime;

/** What the program's end says to whoever called it. */
public enum ExitCode {
    /** Nothing found. */
    CLEAN(0),
    /** Findings. */
    FINDINGS(1),
    /** A mistake in the call or in the inventory. */
    USAGE(2),
    /** The scan, or what was asked for, could not be completed. */
    INCOMPLETE(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
