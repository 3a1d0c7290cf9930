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

/** Runs statements on a connection to SQLite. Every method blocks; call it from the thread that owns the connection. */
final class SqliteStatements {

    private final Connection connection;

    SqliteStatements(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The work of a transaction. */
    interface Transaction {
        void run() throws SQLException;
    }

    /** A prepared statement, to run with several sets of values. */
    PreparedStatement prepared(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Runs the work in a transaction, completely or not at all. */
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
            // SQLite has rolled back already, for example because the disk is full.
        }
    }

    /** Runs a statement without a result. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first number of a result; 0 if it is empty. */
    long number(String sql) throws SQLException {
        List<Long> all = list(sql, row -> row.getLong(1));
        return all.isEmpty() ? 0 : all.get(0);
    }

    /** The first text of a result; empty if it has no row. */
    String text(String sql) throws SQLException {
        List<String> all = list(sql, row -> String.valueOf(row.getString(1)));
        return all.isEmpty() ? "" : all.get(0);
    }

    /** The rows of a result. Values are texts, numbers of type {@code Long}, or null. */
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

    /** Sets the values of a statement, as in {@link #list}. */
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
