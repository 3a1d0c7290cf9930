package io.ehloscope.cli;

import io.ehloscope.report.ProgressLine;
import io.ehloscope.report.Report;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;

/**
 * A report whose progress somebody watches on a terminal.
 *
 * @param report where the results go
 * @param progress the line that moves
 */
record ProgressReport(Report report, ProgressLine progress) implements Report {

    @Override
    public void begin(ScanHeader header) throws IOException {
        progress.begin(header);
        report.begin(header);
    }

    @Override
    public void result(TargetResult result) throws IOException {
        progress.result(result);
        report.result(result);
    }

    /** The line goes before the report comes: both may be the same terminal. */
    @Override
    public void end(ScanSummary summary) throws IOException {
        progress.end(summary);
        report.end(summary);
    }
}
