package io.ehloscope.service;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.snapshot.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a plan that needs a scan because its targets have no result, or a result under other settings.
 *
 * @param needsWhole whether a whole scan is needed: other hosts are excluded, an MX domain is new or has other settings, or more than
 *     {@link Requests#MOST_PARTS} targets need a scan
 * @param parts the targets that need a scan, each selected by its id
 */
record NewTargets(boolean needsWhole, List<TargetSelector> parts) {

    NewTargets {
        parts = List.copyOf(parts);
    }

    /**
     * Compares two plans.
     *
     * @param shown the current snapshot, under the new plan
     * @param old the previous plan
     * @param plan the new plan
     */
    static NewTargets of(Snapshot shown, Plan old, Plan plan) {
        Set<String> known = new HashSet<>();
        shown.scan().results().forEach(each -> known.add(each.target().id()));
        Map<String, Target> before = new HashMap<>();
        old.targets().forEach(each -> before.put(each.id(), each));
        boolean needsWhole = !old.exclude().equals(plan.exclude());
        Set<String> fresh = new HashSet<>();
        for (Target target : plan.targets()) {
            Target previous = before.get(target.id());
            boolean isChanged = previous != null && !previous.settings().equals(target.settings());
            boolean hasNoResult = !known.contains(target.id());
            if (target.kind() == Target.Kind.MX) {
                needsWhole |= isChanged || previous == null;
            } else if (isChanged || hasNoResult) {
                fresh.add(target.id());
            }
        }
        boolean isMany = fresh.size() > Requests.MOST_PARTS;
        return new NewTargets(
                needsWhole || isMany,
                fresh.stream()
                        .map(each -> new TargetSelector(List.of(), List.of(each)))
                        .toList());
    }
}
