package io.ehloscope.result;

import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.plan.Plan;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of results: by the sites of the plan, and within a site by its targets. Targets that the plan does not name
 * (the MX hosts that replaced their domain) come last in their site, by id.
 */
public final class PlanOrder implements Comparator<TargetResult> {

    private static final Comparator<TargetResult> WORST_FIRST = Comparator.comparing(
                    TargetResult::worst, Comparator.nullsLast(Comparator.<Severity>naturalOrder()))
            .thenComparing(PlanOrder::verdict, Comparator.nullsLast(Comparator.<FindingKind>naturalOrder()))
            .thenComparing(result -> result.verdict() == Verdict.SKIPPED)
            .thenComparing(result -> result.target().id());

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

    /**
     * The order of every output: by the severity of the worst finding, then by verdict, then by target id. Targets without
     * a finding come last, skipped targets at the very end.
     */
    public static Comparator<TargetResult> worstFirst() {
        return WORST_FIRST;
    }

    /** The finding that the verdict is; null for healthy and skipped. */
    private static @Nullable FindingKind verdict(TargetResult result) {
        return FindingKind.of(result.verdict());
    }

    private static int rank(Map<String, Integer> ranks, String name) {
        return ranks.getOrDefault(name, Integer.MAX_VALUE);
    }
}
