package io.ehloscope.history;

import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;

/** The history is unusable. The message is a sentence for the user. */
public final class HistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean mayPass;

    /** Creates a permanent failure, with a sentence for the user. */
    public HistoryException(String message) {
        this(message, false);
    }

    private HistoryException(String message, boolean mayPass) {
        super(message);
        this.mayPass = mayPass;
    }

    /** Converts a failure of the database. It is permanent if the statement or its values are wrong. */
    static HistoryException of(R2dbcException failure) {
        boolean mayPass = !(failure instanceof R2dbcBadGrammarException
                || failure instanceof R2dbcDataIntegrityViolationException);
        HistoryException same = new HistoryException(String.valueOf(failure.getMessage()), mayPass);
        same.initCause(failure);
        return same;
    }

    /** Creates a transient failure, such as a full disk or a locked file. */
    static HistoryException passing(String message) {
        return new HistoryException(message, true);
    }

    /** Whether a retry may succeed. */
    public boolean mayPass() {
        return mayPass;
    }
}
