package io.ehloscope.history;

/** The history cannot be used. The message is a sentence for the user. */
public final class HistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean mayPass;

    /** A failure that every further attempt would meet too, with a sentence for the user. */
    public HistoryException(String message) {
        this(message, false);
    }

    private HistoryException(String message, boolean mayPass) {
        super(message);
        this.mayPass = mayPass;
    }

    /** A failure that may be over at the next attempt: a full disk, a locked file. */
    static HistoryException passing(String message) {
        return new HistoryException(message, true);
    }

    /** Whether another attempt may succeed. */
    public boolean mayPass() {
        return mayPass;
    }
}
