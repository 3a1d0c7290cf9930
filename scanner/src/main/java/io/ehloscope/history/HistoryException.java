package io.ehloscope.history;

/** The history cannot be used. The message is a sentence for the user. */
public final class HistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public HistoryException(String message) {
        super(message);
    }
}
