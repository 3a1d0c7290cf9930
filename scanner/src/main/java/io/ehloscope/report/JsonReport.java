package io.ehloscope.report;

import io.ehloscope.drift.Baseline;
import io.ehloscope.json.Json;
import io.ehloscope.json.ResultJson;
import io.ehloscope.json.ScanJson;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.io.Writer;
import tools.jackson.core.JsonGenerator;

/**
 * Writes one JSON document, {@code {scan:{…}, results:[…]}}, with each result on its own line, for jq and grep. The
 * counts of the whole scan precede the first result.
 */
final class JsonReport implements WholeScanReport.Output {

    private final Writer out;
    private final Baseline before;

    JsonReport(Writer out, Baseline before) {
        this.out = out;
        this.before = before;
    }

    @Override
    public void write(ScanResult scan) throws IOException {
        JsonGenerator json = Json.generator(out);
        out.write("{\"scan\":");
        Json.write(json, document -> ScanJson.write(document, scan, before));
        out.write(",\n\"results\":[");
        String separator = "\n";
        for (TargetResult result : scan.results()) {
            out.write(separator);
            Json.write(json, document -> ResultJson.write(document, result, before.changes(result)));
            separator = ",\n";
        }
        out.write(scan.results().isEmpty() ? "]}\n" : "\n]}\n");
        out.flush();
    }
}
