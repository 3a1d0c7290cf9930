package io.ehloscope.daemon;

import io.ehloscope.history.PostgresDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a service stores, and where.
 *
 * @param path the directory of the last snapshot and of the embedded history; null to keep nothing across restarts
 * @param postgresql the database of the history, used instead of the embedded one; null for none
 * @param retention the age at which entries of the history are deleted
 * @param inMemory whether to keep the history in memory if there is neither a path nor a database
 */
public record StorageSettings(
        @Nullable Path path, @Nullable PostgresDatabase postgresql, Duration retention, boolean inMemory) {}
