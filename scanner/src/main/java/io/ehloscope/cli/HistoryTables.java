package io.ehloscope.cli;

import io.ehloscope.text.Printable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Formats the JSON documents of the history as tables for a terminal. Text from servers is escaped. */
final class HistoryTables {

    private HistoryTables() {}

    /** Formats the list of whole scans. */
    static String scans(String answer) {
        StringBuilder table = new StringBuilder();
        JsonNode scans = JsonMapper.shared().readTree(answer).get("scans");
        if (scans.isEmpty()) {
            return "the history contains no scans\n";
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

    /** Whether a document of the changes of one target has none. */
    static boolean isEmpty(String answer) {
        return JsonMapper.shared().readTree(answer).get("changes").isEmpty();
    }

    /** Formats the changes of one target. */
    static String changes(String answer) {
        StringBuilder table = new StringBuilder();
        JsonNode document = JsonMapper.shared().readTree(answer);
        String target = Printable.escape(document.get("target").asString());
        if (document.get("changes").isEmpty()) {
            return "the history has no changes of " + target + "\n";
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

    /** Formats the differences between two scans. */
    static String difference(String answer) {
        JsonNode document = JsonMapper.shared().readTree(answer);
        StringBuilder table = new StringBuilder();
        for (JsonNode target : document.get("targets")) {
            String name = Printable.escape(target.get("target").asString());
            for (JsonNode change : target.get("changes")) {
                table.append(String.format(
                        "%-48s  %s%n",
                        name, Printable.escape(change.get("sentence").asString())));
            }
        }
        return table.isEmpty()
                ? "nothing changed between scan " + document.get("from").asLong() + " and scan "
                        + document.get("to").asLong() + "\n"
                : table.toString();
    }
}
