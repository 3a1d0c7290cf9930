package io.ehloscope.history;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Upgrades the tables of a database to this version of the program: runs {@code 1.sql}, {@code 2.sql} and so on, each
 * once, in order. Every statement can run twice, so that a kill in the middle does no harm. A released file never
 * changes; further changes go to another file.
 *
 * <p>Common migration tools need JDBC, and with it a second driver for each database.
 */
final class Migrations {

    /** The number of files. */
    static final int VERSION = 1;

    /** The key of the lock, for this program only: "ehlo" in ASCII. */
    private static final int LOCK = 0x65686c6f;

    private Migrations() {}

    /** Runs the files that have not run; an error signal if a later version of the program has upgraded the tables. */
    static Mono<Void> run(Connection connection) {
        return Mono.from(connection.beginTransaction())
                .then(execute(connection, "select pg_advisory_xact_lock(" + LOCK + ")"))
                .then(inTransaction(connection))
                .then(Mono.from(connection.commitTransaction()))
                .onErrorResume(failed -> Mono.from(connection.rollbackTransaction())
                        .onErrorComplete()
                        .then(Mono.error(failed)));
    }

    private static Mono<Void> inTransaction(Connection connection) {
        return execute(connection, "create table if not exists ehloscope_schema (version integer primary key)")
                .then(version(connection))
                .flatMap(present -> {
                    if (present > VERSION) {
                        return Mono.error(new HistoryException("a later version of this program wrote this history"
                                + " (tables of version " + present + "; this one knows " + VERSION + ")"));
                    }
                    return Flux.fromStream(
                                    IntStream.rangeClosed(present + 1, VERSION).boxed())
                            .concatMap(next -> migrate(connection, next))
                            .then();
                });
    }

    private static Mono<Integer> version(Connection connection) {
        return Flux.from(connection
                        .createStatement("select coalesce(max(version), 0) as version from ehloscope_schema")
                        .execute())
                .concatMap(result -> result.map(row -> Objects.requireNonNull(row.get("version", Integer.class))))
                .next();
    }

    private static Mono<Void> migrate(Connection connection, int version) {
        return Flux.fromIterable(statements(version))
                .concatMap(each -> execute(connection, each))
                .then(execute(connection, "insert into ehloscope_schema (version) values (" + version + ")"));
    }

    private static Mono<Void> execute(Connection connection, String statement) {
        return Flux.from(connection.createStatement(statement).execute())
                .concatMap(Result::getRowsUpdated)
                .then();
    }

    private static List<String> statements(int version) {
        try (InputStream in = Migrations.class.getResourceAsStream(version + ".sql")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.split(";\\R", -1))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
