package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.plan.Plan;
import java.util.Map;

/**
 * A plan in which domains have given way to their MX hosts.
 *
 * @param plan with a target for each MX host; a domain whose MX hosts could not be found stays as it is
 * @param failures why not, by target id
 */
public record ResolvedPlan(Plan plan, Map<String, Failure> failures) {

    /** Copies the map. */
    public ResolvedPlan {
        failures = Map.copyOf(failures);
    }
}
