package io.ehloscope.runtime;

/** The exit codes of the program. */
public enum ExitCode {
    /** No findings. */
    CLEAN(0),
    /** Findings. */
    FINDINGS(1),
    /** An invalid command line or inventory. */
    USAGE(2),
    /** The scan, or another requested operation, could not be completed. */
    INCOMPLETE(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** Returns the number. */
    public int code() {
        return code;
    }
}
