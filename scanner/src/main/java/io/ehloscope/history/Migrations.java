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
 * Brings the tables of a database up to this version of the program: {@code 1.sql}, {@code 2.sql} and so on, each once, in
 * order. Every statement may be run again, so that it does no harm when the program is killed in the middle. A file that
 * was released is never changed; whatever comes later is another file.
 *
 * <p>The known tools for this need JDBC, and with it a second driver for each database.
 */
final class Migrations {

    /** How many files there are. */
    static final int VERSION = 1;

    private Migrations() {}

    /** Runs what has not been run; an error where a later version of the program has been here. */
    static Mono<Void> run(Connection connection) {
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
