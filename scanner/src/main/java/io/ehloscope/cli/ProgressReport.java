package io.ehloscope.cli;

import io.ehloscope.report.ProgressLine;
import io.ehloscope.report.Report;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;

/**
 * A report with a progress line on a terminal.
 *
 * @param report the report
 * @param progress the progress line
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

    @Override
    public void tick() throws IOException {
        report.tick();
        progress.tick();
    }

    /** Erases the line before the report is written, because both may use the same terminal. */
    @Override
    public void end(ScanSummary summary) throws IOException {
        progress.end(summary);
        report.end(summary);
    }
}
