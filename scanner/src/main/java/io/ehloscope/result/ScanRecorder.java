package io.ehloscope.result;

import io.ehloscope.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assembles the result of one scan: takes results in any order and puts them in the order of the plan. Not thread-safe. */
public final class ScanRecorder {

    private final Plan plan;
    private final ScanHeader header;
    private final Tally tally = new Tally();
    private final Map<String, Integer> places = new HashMap<>();
    private final @Nullable TargetResult[] results;
    private final List<TargetResult> others = new ArrayList<>();

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

    /** Takes the result of a target, also of one that the plan does not name. */
    public void add(TargetResult result) {
        Integer place = places.get(result.target().id());
        if (place == null) {
            others.add(result);
        } else {
            results[place] = result;
        }
        tally.add(result);
    }

    /** The scan, which ends now. Targets without a result are left out. */
    public ScanResult finish(Instant finishedAt, Duration took) {
        return finish(tally.summary(finishedAt, took));
    }

    /** The scan with the summary that was counted elsewhere. */
    public ScanResult finish(ScanSummary summary) {
        List<TargetResult> inOrder = new ArrayList<>(results.length + others.size());
        for (TargetResult each : results) {
            if (each != null) {
                inOrder.add(each);
            }
        }
        if (!others.isEmpty()) {
            inOrder.addAll(others);
            inOrder.sort(new PlanOrder(plan));
        }
        return new ScanResult(plan, header, summary, inOrder);
    }
}
