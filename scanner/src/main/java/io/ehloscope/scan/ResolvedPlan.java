package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.plan.Plan;
import java.util.Map;

/**
 * A plan in which domains are replaced by their MX hosts.
 *
 * @param plan with a target for each MX host; a domain without usable MX hosts stays in the plan
 * @param failures why a domain stays in the plan, by target id
 */
public record ResolvedPlan(Plan plan, Map<String, Failure> failures) {

    /** Copies the map. */
    public ResolvedPlan {
        failures = Map.copyOf(failures);
    }
}
