package io.ehloscope.result;

import io.ehloscope.plan.Plan;
import java.util.List;

/**
 * One whole scan. Immutable: whoever shows it, shows all of it.
 *
 * @param plan what was asked for
 * @param header what was known at its start
 * @param summary what was known at its end
 * @param results one for each target, in the order of the plan
 */
public record ScanResult(Plan plan, ScanHeader header, ScanSummary summary, List<TargetResult> results) {

    /** Copies the results. */
    public ScanResult {
        results = List.copyOf(results);
    }
}
