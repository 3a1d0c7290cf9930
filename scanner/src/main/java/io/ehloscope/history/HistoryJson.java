package io.ehloscope.history;

import io.ehloscope.drift.Change;
import io.ehloscope.history.HistoryStore.Row;
import io.ehloscope.json.Json;
import io.ehloscope.text.Wording;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Writes the history as JSON: the output of {@code history} and {@code diff}, and the response of {@code /api/v1}. */
public final class HistoryJson {

    private HistoryJson() {}

    /** Writes the changes of one target, the newest first: {@code {target, changes: […]}}. */
    public static void changes(Writer out, String target, List<Row> rows) throws IOException {
        write(out, json -> {
            json.writeStringProperty("target", Json.wellFormed(target));
            json.writeArrayPropertyStart("changes");
            for (Row row : rows) {
                json.writeStartObject();
                json.writeNumberProperty("scan", row.scan());
                json.writeStringProperty("at", Wording.timestamp(row.entry().at()));
                json.writeStringProperty("site", Json.wellFormed(row.entry().site()));
                members(json, row.entry().change());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Writes scans, the newest first: {@code {scans: […]}}. */
    public static void scans(Writer out, List<HistoryScan> scans) throws IOException {
        write(out, json -> {
            json.writeArrayPropertyStart("scans");
            for (HistoryScan scan : scans) {
                json.writeStartObject();
                json.writeNumberProperty("id", scan.id());
                json.writeStringProperty("scanner", Json.wellFormed(scan.scanner()));
                json.writeStringProperty("started_at", Wording.timestamp(scan.startedAt()));
                json.writeStringProperty("finished_at", Wording.timestamp(scan.finishedAt()));
                json.writeNumberProperty("duration_ms", Wording.millis(scan.duration()));
                json.writeNumberProperty("targets", scan.targets());
                json.writeNumberProperty("findings", scan.findings());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Writes the difference between two scans: {@code {from, to, targets: [{target, site, changes: […]}]}}. */
    public static void difference(Writer out, long from, long to, List<Difference.Changed> changed) throws IOException {
        write(out, json -> {
            json.writeNumberProperty("from", from);
            json.writeNumberProperty("to", to);
            json.writeArrayPropertyStart("targets");
            for (Difference.Changed each : changed) {
                json.writeStartObject();
                json.writeStringProperty("target", Json.wellFormed(each.target()));
                json.writeStringProperty("site", Json.wellFormed(each.site()));
                json.writeArrayPropertyStart("changes");
                each.changes().forEach(change -> {
                    json.writeStartObject();
                    members(json, change);
                    json.writeEndObject();
                });
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void members(JsonGenerator json, Change change) {
        json.writeStringProperty("kind", change.kind().label());
        json.writeStringProperty("what", Json.wellFormed(change.what()));
        if (change.from() != null) {
            json.writeStringProperty("from", Json.wellFormed(change.from()));
        }
        if (change.to() != null) {
            json.writeStringProperty("to", Json.wellFormed(change.to()));
        }
        json.writeStringProperty("sentence", Json.wellFormed(change.sentence()));
    }

    private static void write(Writer out, Consumer<JsonGenerator> members) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            Json.write(json, generator -> {
                generator.writeStartObject();
                members.accept(generator);
                generator.writeEndObject();
            });
        }
        out.write('\n');
    }
}
