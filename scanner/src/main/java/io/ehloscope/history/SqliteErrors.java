package io.ehloscope.history;

import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Interprets the errors of SQLite. */
final class SqliteErrors {

    /** The bits of a result code that hold its kind: the lowest byte. */
    private static final int KIND = 0xff;

    private static final Set<Integer> DAMAGE =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);

    /** The codes for a statement or a value that the database rejects every time. */
    private static final Set<Integer> REJECTED = Set.of(
            SQLiteErrorCode.SQLITE_ERROR.code,
            SQLiteErrorCode.SQLITE_CONSTRAINT.code,
            SQLiteErrorCode.SQLITE_MISMATCH.code,
            SQLiteErrorCode.SQLITE_RANGE.code,
            SQLiteErrorCode.SQLITE_TOOBIG.code,
            SQLiteErrorCode.SQLITE_MISUSE.code);

    private SqliteErrors() {}

    /** Whether the file is damaged, cut short, or lacks tables of the program. */
    static boolean isDamage(SQLException e) {
        int code = code(e);
        String message = String.valueOf(e.getMessage());
        boolean lacksTables = (code & KIND) == SQLiteErrorCode.SQLITE_ERROR.code
                && (message.contains("no such table") || message.contains("no such column"));
        return lacksTables || DAMAGE.contains(code & KIND) || code == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ.code;
    }

    /** Whether the disk is full; the data can still be read. */
    static boolean isFull(SQLException e) {
        return (code(e) & KIND) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    /** The error as a transient or a permanent failure. */
    static HistoryException explained(SQLException e) {
        return REJECTED.contains(code(e) & KIND)
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
