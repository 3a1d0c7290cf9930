package io.ehloscope.result;

import io.ehloscope.plan.Plan;
import java.util.List;

/**
 * The result of a whole scan. Immutable.
 *
 * @param plan the plan of the scan
 * @param header the facts at its start
 * @param summary the facts at its end
 * @param results one result for each target, in the order of the plan
 */
public record ScanResult(Plan plan, ScanHeader header, ScanSummary summary, List<TargetResult> results) {

    /** Copies the results. */
    public ScanResult {
        results = List.copyOf(results);
    }
}
