package io.ehloscope.result;

import io.ehloscope.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Assembles the result of one scan: takes results in any order and puts them in the order of the plan. Not thread-safe. */
public final class ScanRecorder {

    private final Plan plan;
    private final ScanHeader header;
    private final Tally tally = new Tally();
    private final Map<String, Integer> places = new HashMap<>();
    private final TargetResult[] results;

    /**
     * Records a scan that begins.
     *
     * @param plan what is scanned, with MX hosts in the place of their domains
     */
    public ScanRecorder(Plan plan, ScanHeader header) {
        this.plan = plan;
        this.header = header;
        for (int i = 0; i < plan.targets().size(); i++) {
            places.put(plan.targets().get(i).id(), i);
        }
        results = new TargetResult[places.size()];
    }

    /** Takes the result of a target of the plan. */
    public void add(TargetResult result) {
        results[Objects.requireNonNull(places.get(result.target().id()))] = result;
        tally.add(result);
    }

    /** The scan, which ends now. Every target of the plan has a result. */
    public ScanResult finish(Instant finishedAt, Duration took) {
        return finish(tally.summary(finishedAt, took));
    }

    /** The scan with the summary that was counted elsewhere. */
    public ScanResult finish(ScanSummary summary) {
        return new ScanResult(plan, header, summary, List.copyOf(Arrays.asList(results)));
    }
}
