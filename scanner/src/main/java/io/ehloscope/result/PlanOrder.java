package io.ehloscope.result;

import io.ehloscope.plan.Plan;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The order of results: by the sites of the plan, and within a site by its targets. Targets that the plan does not name
 * (the MX hosts that replaced their domain) come last in their site, by id.
 */
public final class PlanOrder implements Comparator<TargetResult> {

    private final Map<String, Integer> sites = new HashMap<>();
    private final Map<String, Integer> targets = new HashMap<>();

    /** Creates the order of this plan. */
    public PlanOrder(Plan plan) {
        plan.sites().forEach(site -> sites.putIfAbsent(site, sites.size()));
        plan.targets().forEach(target -> targets.putIfAbsent(target.id(), targets.size()));
    }

    @Override
    public int compare(TargetResult one, TargetResult other) {
        int bySite = Integer.compare(
                rank(sites, one.target().site()), rank(sites, other.target().site()));
        if (bySite != 0) {
            return bySite;
        }
        int byTarget = Integer.compare(
                rank(targets, one.target().id()), rank(targets, other.target().id()));
        return byTarget != 0
                ? byTarget
                : one.target().id().compareTo(other.target().id());
    }

    /** Findings first, then healthy targets, then skipped targets; each group in the order of the plan. */
    public Comparator<TargetResult> findingsFirst() {
        return Comparator.<TargetResult>comparingInt(PlanOrder::urgency).thenComparing(this);
    }

    private static int urgency(TargetResult result) {
        return switch (result.verdict()) {
            case HEALTHY -> 1;
            case SKIPPED -> 2;
            default -> 0;
        };
    }

    private static int rank(Map<String, Integer> ranks, String name) {
        return ranks.getOrDefault(name, Integer.MAX_VALUE);
    }
}
