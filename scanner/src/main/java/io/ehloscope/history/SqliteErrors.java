package io.ehloscope.history;

import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the errors of SQLite mean for the history. */
final class SqliteErrors {

    /** The lower byte of a result code says its kind. */
    private static final int KIND = 0xff;

    private static final Set<Integer> DAMAGE =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);

    /** A value or a statement that the database refuses, and would refuse again. */
    private static final Set<Integer> REFUSED = Set.of(
            SQLiteErrorCode.SQLITE_ERROR.code,
            SQLiteErrorCode.SQLITE_CONSTRAINT.code,
            SQLiteErrorCode.SQLITE_MISMATCH.code,
            SQLiteErrorCode.SQLITE_RANGE.code,
            SQLiteErrorCode.SQLITE_TOOBIG.code,
            SQLiteErrorCode.SQLITE_MISUSE.code);

    private SqliteErrors() {}

    /** Whether the file is damaged, cut short, or lacks what the program made. */
    static boolean isDamage(SQLException e) {
        int code = code(e);
        String message = String.valueOf(e.getMessage());
        boolean lacksTables = (code & KIND) == SQLiteErrorCode.SQLITE_ERROR.code
                && (message.contains("no such table") || message.contains("no such column"));
        return lacksTables || DAMAGE.contains(code & KIND) || code == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ.code;
    }

    /** Whether there is no room to write; what is there can be read all the same. */
    static boolean isFull(SQLException e) {
        return (code(e) & KIND) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    /** For the caller: a failure that may pass, or one that would come again. */
    static HistoryException explained(SQLException e) {
        return REFUSED.contains(code(e) & KIND)
                ? new HistoryException(sentence(e))
                : HistoryException.passing(sentence(e));
    }

    /** The first line of the message, without the driver's name for the code. */
    static String sentence(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    private static int code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    }
}
