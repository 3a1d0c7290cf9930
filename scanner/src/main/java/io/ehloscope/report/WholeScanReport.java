package io.ehloscope.report;

import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanRecorder;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A report that writes nothing before the scan has ended, and then all of it, in the order of the plan. */
final class WholeScanReport implements Report {

    private final Plan plan;
    private final Output output;
    private @Nullable ScanRecorder recorder;

    WholeScanReport(Plan plan, Output output) {
        this.plan = plan;
        this.output = output;
    }

    /** What shows a whole scan. */
    interface Output {
        /** Writes it all and flushes; called once. */
        void write(ScanResult scan) throws IOException;
    }

    @Override
    public void begin(ScanHeader begun) {
        recorder = new ScanRecorder(plan, begun);
    }

    @Override
    public void result(TargetResult result) {
        recorder().add(result);
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        output.write(recorder().finish(summary));
    }

    private ScanRecorder recorder() {
        if (recorder == null) {
            throw new IllegalStateException("the report has not begun");
        }
        return recorder;
    }
}
