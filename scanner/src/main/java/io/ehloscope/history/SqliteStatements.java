package io.ehloscope.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements on a connection to SQLite. Every method blocks, and is for the thread that has the connection. */
final class SqliteStatements {

    private final Connection connection;

    SqliteStatements(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What is done in one transaction. */
    interface Transaction {
        void run() throws SQLException;
    }

    /** A statement to be run with several sets of values. */
    PreparedStatement prepared(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Runs this whole or not at all. */
    void transaction(Transaction work) throws SQLException {
        execute("begin immediate");
        boolean done = false;
        try {
            work.run();
            execute("commit");
            done = true;
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    private void rollback() {
        try {
            execute("rollback");
        } catch (SQLException e) {
            // SQLite has done it itself, as it does on a full disk.
        }
    }

    /** Runs a statement that gives nothing. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The number that a statement gives; 0 where it gives nothing. */
    long number(String sql) throws SQLException {
        List<Long> all = list(sql, row -> row.getLong(1));
        return all.isEmpty() ? 0 : all.get(0);
    }

    /** The text that a statement gives first. */
    String text(String sql) throws SQLException {
        List<String> all = list(sql, row -> String.valueOf(row.getString(1)));
        return all.isEmpty() ? "" : all.get(0);
    }

    /** The rows that a statement gives; values are texts, numbers of type {@code Long}, or null. */
    <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
            }
            return all;
        }
    }

    /** Sets the values of a statement, as {@link #list} takes them. */
    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else {
                statement.setString(i + 1, value.toString());
            }
        }
    }
}
