package io.ehloscope.cli;

import io.ehloscope.history.HistoryStore;
import io.ehloscope.history.HistoryStore.Page;
import io.ehloscope.plan.Target;
import io.ehloscope.smtp.Printable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code history [TARGET]}: what became of a target over time, or the scans there were. */
@Command(
        name = "history",
        description = "Show what changed about a target over time, or the scans that there were.",
        footer = {"", "Asks the running service, or reads the storage path of one that does not run, or a PostgreSQL."})
final class HistoryCommand implements Callable<Integer> {

    private static final int DEFAULT_PORT = 25;

    @Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            description = "host:port as the inventory names it, port 25 where none is given; without it the scans.")
    private @Nullable String target;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() {
        log.apply();
        boolean json = history.isJson();
        if (limit < 1 || limit > HistoryStore.MOST_ROWS) {
            throw CommandException.usage("--limit " + limit + ": give a number from 1 to " + HistoryStore.MOST_ROWS);
        }
        String answer = target == null ? scans() : changes(withPort(target));
        if (json) {
            System.out.print(answer);
        } else {
            System.out.print(target == null ? scanTable(answer) : changeTable(answer));
        }
        return ExitCode.CLEAN.code();
    }

    private String scans() {
        return history.answer("/api/v1/scans?limit=" + limit, documents -> documents.scans(Page.first(limit)));
    }

    private String changes(String id) {
        String escaped = URLEncoder.encode(id, StandardCharsets.UTF_8);
        return history.answer(
                "/api/v1/targets/" + escaped + "/history?limit=" + limit,
                documents -> documents.changes(id, Page.first(limit)));
    }

    /** A target as the inventory would name it. */
    private static String withPort(String target) {
        boolean bareV6 = target.indexOf(':') != target.lastIndexOf(':') && !target.startsWith("[");
        boolean hasPort = !bareV6 && target.indexOf(':') >= 0 && !target.endsWith("]");
        if (hasPort) {
            return target;
        }
        String host = target.startsWith("[") ? target.substring(1, target.length() - 1) : target;
        return Target.id(host, DEFAULT_PORT);
    }

    private static String scanTable(String answer) {
        StringBuilder table = new StringBuilder();
        JsonNode scans = JsonMapper.shared().readTree(answer).get("scans");
        if (scans.isEmpty()) {
            return "no scan is in the history\n";
        }
        table.append(String.format("%8s  %-24s  %8s  %8s%n", "SCAN", "BEGAN", "TARGETS", "FINDINGS"));
        for (JsonNode scan : scans) {
            table.append(String.format(
                    "%8d  %-24s  %8d  %8d%n",
                    scan.get("id").asLong(),
                    scan.get("started_at").asString(),
                    scan.get("targets").asInt(),
                    scan.get("findings").asInt()));
        }
        return table.toString();
    }

    private static String changeTable(String answer) {
        StringBuilder table = new StringBuilder();
        JsonNode document = JsonMapper.shared().readTree(answer);
        String target = Printable.escape(document.get("target").asString());
        if (document.get("changes").isEmpty()) {
            return "nothing is known of " + target + "; is it spelled as in the inventory?\n";
        }
        table.append(target).append('\n');
        for (JsonNode change : document.get("changes")) {
            table.append(String.format(
                    "%8d  %-24s  %s%n",
                    change.get("scan").asLong(),
                    change.get("at").asString(),
                    Printable.escape(change.get("sentence").asString())));
        }
        return table.toString();
    }
}
