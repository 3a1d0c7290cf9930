package io.ehloscope.history;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, which several scanners can share for their histories. It does not connect by itself.
 *
 * @param connections the factory of connections
 */
public record PostgresDatabase(ConnectionFactory connections) {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /**
     * The database of a URL.
     *
     * @param url {@code r2dbc:postgresql://user@host:port/database}
     * @param password the password; null if the database needs none, or the URL contains it
     * @throws HistoryException if the URL does not have that form
     */
    public static PostgresDatabase of(String url, @Nullable String password) {
        try {
            ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.parse(url)
                    .mutate()
                    .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, CONNECT);
            if (password != null) {
                options.option(ConnectionFactoryOptions.PASSWORD, password);
            }
            ConnectionFactoryOptions all = options.build();
            if (!"postgresql".equals(all.getValue(ConnectionFactoryOptions.DRIVER))) {
                throw new HistoryException("only r2dbc:postgresql:// is supported");
            }
            return new PostgresDatabase(ConnectionFactories.get(all));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new HistoryException("it is not of the form r2dbc:postgresql://user@host:port/database");
        }
    }
}
