package io.ehloscope.history;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class PostgresHistoryTest extends SqlHistoryTest {

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
    ConnectionFactory empty(String name) {
        Mono.usingWhen(
                        Databases.postgresql(server.url(), null).create(),
                        connection -> Flux.from(connection
                                        .createStatement("create database " + name)
                                        .execute())
                                .concatMap(Result::getRowsUpdated)
                                .then(),
                        Connection::close)
                .block(Duration.ofSeconds(30));
        return Databases.postgresql(server.url().replaceAll("/postgres$", "/" + name), null);
    }

    @Override
    @Nullable
    String settle() {
        return null;
    }
}
