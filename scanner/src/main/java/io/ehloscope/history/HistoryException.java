package io.ehloscope.history;

import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;

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

    /** What a database refused; another attempt is of no use where the statement or its values were wrong. */
    static HistoryException of(R2dbcException failure) {
        boolean mayPass = !(failure instanceof R2dbcBadGrammarException
                || failure instanceof R2dbcDataIntegrityViolationException);
        HistoryException same = new HistoryException(String.valueOf(failure.getMessage()), mayPass);
        same.initCause(failure);
        return same;
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
