package io.ehloscope.daemon;

import io.ehloscope.history.PostgresDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a service keeps, and where.
 *
 * @param path the directory of the last snapshot and of the embedded history; null to keep nothing across restarts
 * @param postgresql the database of the history, used instead of the embedded one; null for none
 * @param retention history that is older is deleted
 * @param inMemory whether the history is kept in memory where there is neither a path nor a database
 */
public record StorageSettings(
        @Nullable Path path, @Nullable PostgresDatabase postgresql, Duration retention, boolean inMemory) {}
