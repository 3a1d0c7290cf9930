package io.ehloscope.cli;

import io.ehloscope.plan.Plan;
import io.ehloscope.report.Report;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report that also keeps the scan, to be shown again in another way. */
final class Remembering implements Report {

    private final Plan plan;
    private final Report report;
    private final List<TargetResult> results = new ArrayList<>();
    private @Nullable ScanHeader header;
    private @Nullable ScanSummary summary;

    Remembering(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    @Override
    public void begin(ScanHeader begun) throws IOException {
        header = begun;
        report.begin(begun);
    }

    @Override
    public void result(TargetResult result) throws IOException {
        results.add(result);
        report.result(result);
    }

    @Override
    public void end(ScanSummary ended) throws IOException {
        summary = ended;
        report.end(ended);
    }

    /** The scan; null before it has ended. */
    @Nullable
    ScanResult scan() {
        return header == null || summary == null ? null : new ScanResult(plan, header, summary, results);
    }
}
