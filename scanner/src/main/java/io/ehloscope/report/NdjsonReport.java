package io.ehloscope.report;

import io.ehloscope.drift.Baseline;
import io.ehloscope.json.Json;
import io.ehloscope.json.ResultJson;
import io.ehloscope.json.ScanJson;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.io.Writer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * Writes one JSON object per line during the scan: {@code "record":"scan"}, then {@code "result"} for each target as it
 * finishes, then {@code "summary"}. Flushes after the first and the last record; the owner of the writer flushes in
 * between.
 */
final class NdjsonReport implements Report {

    private final Plan plan;
    private final Writer out;
    private final JsonGenerator json;
    private final Baseline before;

    NdjsonReport(Plan plan, Writer out, Baseline before) {
        this.plan = plan;
        this.out = out;
        this.before = before;
        json = Json.generator(out);
    }

    @Override
    public void begin(ScanHeader header) throws IOException {
        record("scan", object -> {
            ScanJson.header(object, header);
            ScanJson.baseline(object, before, plan);
        });
        out.flush();
    }

    @Override
    public void result(TargetResult result) throws IOException {
        record("result", object -> ResultJson.members(object, result, before.changes(result)));
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        record("summary", object -> ScanJson.summary(object, summary));
        out.flush();
    }

    private void record(String kind, Consumer<JsonGenerator> members) throws IOException {
        Json.write(json, out -> {
            out.writeStartObject();
            out.writeStringProperty("record", kind);
            members.accept(out);
            out.writeEndObject();
            out.writeRaw('\n');
        });
    }
}
