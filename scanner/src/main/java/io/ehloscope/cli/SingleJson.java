package io.ehloscope.cli;

import io.ehloscope.json.ResultJson;
import io.ehloscope.report.Report;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes each result as one JSON object, without anything about a scan.
 *
 * @param out where it is written; not flushed
 */
record SingleJson(Writer out) implements Report {

    @Override
    public void begin(ScanHeader header) {
        // A result that belongs to no scan has no header.
    }

    @Override
    public void result(TargetResult result) throws IOException {
        ResultJson.write(out, result);
    }

    @Override
    public void end(ScanSummary summary) {
        // A result that belongs to no scan has no summary.
    }
}
