package io.ehloscope.history;

import io.r2dbc.h2.H2ConnectionConfiguration;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.h2.H2ConnectionOption;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The databases that a history can be kept in. */
public final class Databases {

    private static final String NAME = "history";
    private static final String SUFFIX = ".mv.db";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Said to the embedded database after a commit, so that it is on disk when it is confirmed. */
    public static final String SETTLE = "checkpoint sync";

    private Databases() {}

    /**
     * The embedded database in this directory; its file is made when it is needed. It writes what is committed a while
     * later: use it with {@link #SETTLE}.
     */
    public static ConnectionFactory embedded(Path directory) {
        return new H2ConnectionFactory(settings()
                .file(directory.resolve(NAME).toAbsolutePath().toString())
                .property("CACHE_SIZE", "8192")
                .property(H2ConnectionOption.TRACE_LEVEL_FILE, "0")
                .build());
    }

    /** An embedded database that is nowhere but in memory, the same for all who ask for this name, until it is closed. */
    public static ConnectionFactory inMemory(String name) {
        return new H2ConnectionFactory(settings().inMemory(name).build());
    }

    /** Closes the embedded database, which stays open otherwise for as long as the program runs. */
    public static Mono<Void> close(ConnectionFactory embedded) {
        return Mono.usingWhen(
                embedded.create(),
                connection -> Flux.from(connection.createStatement("shutdown").execute())
                        .then(),
                Connection::close);
    }

    /** Puts a file aside that is no database or a damaged one; gives where it is now, null where there is none. */
    public static @Nullable Path putAside(Path directory) throws IOException {
        Path file = directory.resolve(NAME + SUFFIX);
        if (!Files.exists(file)) {
            return null;
        }
        return Files.move(file, directory.resolve(NAME + SUFFIX + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether there is an embedded database in this directory. */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(NAME + SUFFIX));
    }

    /**
     * A PostgreSQL.
     *
     * @param url {@code r2dbc:postgresql://user@host:port/database}
     * @param password null where none is needed, or the URL has it
     * @throws HistoryException where the URL is none
     */
    public static ConnectionFactory postgresql(String url, @Nullable String password) {
        try {
            ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.parse(url)
                    .mutate()
                    .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, CONNECT);
            if (password != null) {
                options.option(ConnectionFactoryOptions.PASSWORD, password);
            }
            ConnectionFactoryOptions all = options.build();
            if (!"postgresql".equals(all.getValue(ConnectionFactoryOptions.DRIVER))) {
                throw new HistoryException("only r2dbc:postgresql:// is known");
            }
            return ConnectionFactories.get(all);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new HistoryException("it is not of the form r2dbc:postgresql://user@host:port/database");
        }
    }

    private static H2ConnectionConfiguration.Builder settings() {
        return H2ConnectionConfiguration.builder()
                .username("sa")
                .property(H2ConnectionOption.DB_CLOSE_DELAY, "-1")
                .property(H2ConnectionOption.DB_CLOSE_ON_EXIT, "FALSE");
    }
}
