package io.ehloscope.cli;

import io.ehloscope.daemon.StorageSettings;
import io.ehloscope.history.EmbeddedHistory;
import io.ehloscope.history.HistoryException;
import io.ehloscope.history.HistoryQueries;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.history.PostgresDatabase;
import io.ehloscope.history.PostgresHistory;
import io.ehloscope.storage.StorageException;
import io.ehloscope.storage.StorageLock;
import io.ehloscope.text.Spelling;
import io.ehloscope.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The options that select the source of the history: a running service, a storage path, or PostgreSQL. */
final class HistoryOptions {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--scanner",
            paramLabel = "NAME",
            description = "The scanner whose history to read, if several share a PostgreSQL database: its EHLO name.")
    private @Nullable String scanner;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "The output format: table or json (default: ${DEFAULT-VALUE}).")
    private String format = "table";

    /** Whether the output format is JSON. */
    boolean isJson() {
        return switch (format) {
            case "json" -> true;
            case "table" -> false;
            default -> throw CommandException.usage("-o " + format + ": history is written as table or json");
        };
    }

    /**
     * Runs a query and returns its JSON document.
     *
     * @param path the path and query of the request to a service
     * @param local the same query on a database
     */
    String answer(String path, Function<HistoryQueries, Mono<String>> local) {
        StorageSettings kept = storage.settings();
        PostgresDatabase postgresql = kept.postgresql();
        Path directory = kept.path();
        if (!service.isGiven() && postgresql != null) {
            return postgresql(postgresql, local);
        }
        if (!service.isGiven() && directory != null) {
            return embedded(directory, local);
        }
        return service.fetch(path);
    }

    /**
     * Returns the nearest known target to one that the history does not have; null if there is none, or if a database is
     * read, which does not list targets. Returns the target itself if the service knows it.
     */
    @Nullable
    String nearest(String target) {
        StorageSettings kept = storage.settings();
        if (!service.isGiven() && (kept.postgresql() != null || kept.path() != null)) {
            return null;
        }
        List<String> known = new ArrayList<>();
        for (JsonNode group : JsonMapper.shared().readTree(service.fetch("/api/v1/sd"))) {
            group.get("targets").forEach(each -> known.add(each.asString()));
        }
        return known.contains(target) ? target : Spelling.nearest(target, known);
    }

    private String embedded(Path directory, Function<HistoryQueries, Mono<String>> question) {
        if (!EmbeddedHistory.isIn(directory)) {
            throw CommandException.incomplete("there is no history in " + directory);
        }
        StorageLock lock = lock(directory);
        TimeSource time = TimeSource.system();
        EmbeddedHistory history = EmbeddedHistory.reading(directory, time.clock());
        try {
            return query(history, question);
        } finally {
            history.close(PATIENCE, time.timers()).block(PATIENCE);
            lock.close();
        }
    }

    private String postgresql(PostgresDatabase database, Function<HistoryQueries, Mono<String>> question) {
        Scheduler worker = Schedulers.newSingle("history", true);
        try {
            return query(new PostgresHistory(database, worker), question);
        } finally {
            worker.dispose();
        }
    }

    private static StorageLock lock(Path directory) {
        try {
            return StorageLock.take(directory);
        } catch (StorageException e) {
            throw CommandException.incomplete(e.getMessage() + ", or ask the running service with --url");
        }
    }

    private String query(HistoryStore history, Function<HistoryQueries, Mono<String>> question) {
        try {
            String answer = history.scanners()
                    .collectList()
                    .flatMap(names -> question.apply(new HistoryQueries(history, selectScanner(names))))
                    .block(PATIENCE);
            return String.valueOf(answer);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        } catch (HistoryException e) {
            throw CommandException.incomplete("cannot read the history: " + firstLine(e));
        }
    }

    private String selectScanner(List<String> names) {
        if (scanner != null) {
            if (!names.contains(scanner)) {
                throw CommandException.usage("--scanner " + scanner + ": no such scanner in this history; known: "
                        + String.join(", ", names));
            }
            return scanner;
        }
        if (names.size() > 1) {
            throw CommandException.usage(
                    "several scanners share this history; choose one with --scanner: " + String.join(", ", names));
        }
        return names.isEmpty() ? "" : names.get(0);
    }

    private static String firstLine(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
