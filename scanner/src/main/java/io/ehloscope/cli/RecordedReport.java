package io.ehloscope.cli;

import io.ehloscope.plan.Plan;
import io.ehloscope.report.Report;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanRecorder;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A report that also keeps the scan, to be shown again in another way. */
final class RecordedReport implements Report {

    private final Plan plan;
    private final Report report;
    private @Nullable ScanRecorder recorder;
    private @Nullable ScanResult scan;

    RecordedReport(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    @Override
    public void begin(ScanHeader header) throws IOException {
        recorder = new ScanRecorder(plan, header);
        report.begin(header);
    }

    @Override
    public void result(TargetResult result) throws IOException {
        if (recorder != null) {
            recorder.add(result);
        }
        report.result(result);
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        scan = recorder == null ? null : recorder.finish(summary);
        report.end(summary);
    }

    /** The scan; null before it has ended. */
    @Nullable
    ScanResult scan() {
        return scan;
    }
}
