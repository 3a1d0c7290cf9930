package io.ehloscope.cli;

import io.ehloscope.daemon.StorageSettings;
import io.ehloscope.history.HistoryException;
import io.ehloscope.history.PostgresDatabase;
import io.ehloscope.text.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the storage of a service. */
public final class StorageOptions {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    @Option(
            names = "--storage.path",
            paramLabel = "DIR",
            description =
                    "Keep the last results and the history in this directory across restarts; each service needs its own"
                            + " (default: nothing is kept).")
    private @Nullable Path path;

    @Option(
            names = "--history.url",
            paramLabel = "URL",
            description = "Keep the history in this PostgreSQL database instead of the storage path:"
                    + " r2dbc:postgresql://user@host:port/database.")
    private @Nullable String url;

    @Option(
            names = "--history.password-file",
            paramLabel = "FILE",
            description = "The file whose first line is the password for --history.url.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--history.retention",
            paramLabel = "DURATION",
            defaultValue = "90d",
            description = "Delete history that is older than this (default: ${DEFAULT-VALUE}).")
    private String retention = "90d";

    /** Returns settings that store nothing across restarts and keep the history in memory. */
    static StorageSettings inMemory() {
        return new StorageOptions().settings(true);
    }

    /** Returns the settings of these options. */
    StorageSettings settings() {
        return settings(false);
    }

    /** Returns the folder for the copies of sources of targets; null keeps none. */
    @Nullable
    Path sources() {
        return path == null ? null : path.resolve("sources");
    }

    private StorageSettings settings(boolean inMemory) {
        return new StorageSettings(path, postgresql(), retention(), inMemory);
    }

    private @Nullable PostgresDatabase postgresql() {
        if (url == null) {
            return null;
        }
        try {
            return PostgresDatabase.of(url, password());
        } catch (HistoryException e) {
            throw CommandException.usage("--history.url " + withoutPassword(url) + ": " + e.getMessage());
        }
    }

    private Duration retention() {
        Duration read = Durations.parse(retention);
        if (read == null || read.compareTo(SHORTEST) < 0 || read.compareTo(LONGEST) > 0) {
            throw CommandException.usage("--history.retention " + retention + ": use a duration from 1m to 3650d");
        }
        return read;
    }

    private @Nullable String password() {
        if (passwordFile == null) {
            return System.getenv("EHLOSCOPE_HISTORY_PASSWORD");
        }
        try {
            return Files.readString(passwordFile).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw CommandException.usage(
                    "--history.password-file " + passwordFile + ": this file is not readable: " + e.getMessage());
        }
    }

    /** Returns the URL without its user information. */
    private static String withoutPassword(String url) {
        return url.replaceAll("//[^/@]*@", "//…@");
    }
}
