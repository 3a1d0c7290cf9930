package io.ehloscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class PostgresHistoryTest extends HistoryStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static @Nullable Postgres server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = Postgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    HistoryStore empty(String name) {
        run(PostgresDatabase.of(server.url(), null), "create database " + name);
        return reopened(name);
    }

    @Override
    HistoryStore reopened(String name) {
        return new PostgresHistory(database(name), Schedulers.boundedElastic());
    }

    @Override
    String messageForALaterVersion(String name) {
        new PostgresHistory(database(name), Schedulers.boundedElastic()).ready().block(PATIENCE);
        run(database(name), "insert into ehloscope_schema (version) values (99)");
        AtomicReference<String> message = new AtomicReference<>("");
        new PostgresHistory(database(name), Schedulers.boundedElastic())
                .ready()
                .doOnError(HistoryException.class, e -> message.set(e.getMessage()))
                .onErrorComplete()
                .block(PATIENCE);
        return message.get();
    }

    @Test
    void scannersThatStartAtOnceCreateTheTablesOnce() {
        run(PostgresDatabase.of(server.url(), null), "create database at_once");
        Flux.range(0, 20)
                .flatMap(i -> new PostgresHistory(database("at_once"), Schedulers.boundedElastic()).ready(), 20)
                .then()
                .block(PATIENCE);
        assertThat(reopened("at_once").scanners().collectList().block(PATIENCE)).isEmpty();
    }

    private static PostgresDatabase database(String name) {
        return PostgresDatabase.of(server.url().replaceAll("/postgres$", "/" + name), null);
    }

    private static void run(PostgresDatabase database, String statement) {
        Mono.usingWhen(
                        database.connections().create(),
                        connection -> Flux.from(
                                        connection.createStatement(statement).execute())
                                .concatMap(Result::getRowsUpdated)
                                .then(),
                        Connection::close)
                .block(PATIENCE);
    }
}
