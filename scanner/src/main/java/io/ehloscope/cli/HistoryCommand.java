package io.ehloscope.cli;

import io.ehloscope.history.HistoryStore;
import io.ehloscope.history.HistoryStore.Page;
import io.ehloscope.inventory.Planner;
import io.ehloscope.inventory.ServerName;
import io.ehloscope.runtime.ExitCode;
import io.ehloscope.text.Printable;
import io.ehloscope.yaml.ConfigException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code history [TARGET]}: prints the changes of a target over time, or the list of scans. */
@Command(
        name = "history",
        description = "Show what changed about a target over time, or list the scans.",
        footer = {
            "",
            "Asks the running service, or reads the storage path of a stopped service, or a PostgreSQL database."
        })
final class HistoryCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            description = "HOST[:PORT] as in an inventory (default port: 25). Without it, the command lists the scans.")
    private @Nullable String target;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The maximum number of entries (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Override
    public Integer call() {
        boolean json = history.isJson();
        if (limit < 1 || limit > HistoryStore.MOST_ROWS) {
            throw CommandException.usage("--limit " + limit + ": use a number from 1 to " + HistoryStore.MOST_ROWS);
        }
        String answer = target == null ? scans() : changes(id(target));
        if (target != null && HistoryTables.isEmpty(answer)) {
            rejectUnknown(id(target));
        }
        if (json) {
            System.out.print(answer);
        } else {
            System.out.print(target == null ? HistoryTables.scans(answer) : HistoryTables.changes(answer));
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

    /** A target that the service knows can have no changes left, once the retention of the history has passed. */
    private void rejectUnknown(String id) {
        String nearest = history.nearest(id);
        if (!id.equals(nearest)) {
            throw CommandException.usage("the history has no target " + Printable.escape(id)
                    + (nearest == null
                            ? "; write it as in the inventory"
                            : "; did you mean " + Printable.escape(nearest) + "?"));
        }
    }

    /** Returns the target id, as from an inventory. */
    private static String id(String typed) {
        try {
            return Planner.id(ServerName.read(typed));
        } catch (ConfigException e) {
            throw CommandException.usage(e.problems().get(0).sentence());
        }
    }
}
