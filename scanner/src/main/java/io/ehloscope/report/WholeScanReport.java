package io.ehloscope.report;

import io.ehloscope.plan.Plan;
import io.ehloscope.result.PlanOrder;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report that says nothing before the scan is over: keeps the results, puts them in the order of the plan. */
final class WholeScanReport implements Report {

    private final Plan plan;
    private final Output output;
    private final List<TargetResult> results = new ArrayList<>();
    private @Nullable ScanHeader header;

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
        header = begun;
    }

    @Override
    public void result(TargetResult result) {
        results.add(result);
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        if (header == null) {
            throw new IllegalStateException("end without begin");
        }
        results.sort(new PlanOrder(plan));
        output.write(new ScanResult(plan, header, summary, results));
    }
}
