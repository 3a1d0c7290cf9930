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
 * What of a plan has to be looked at because nothing is known of it, or what is known was found out another way.
 *
 * @param needsWhole whether only a whole scan will do: a domain's hosts are not known, or it is most of the plan
 * @param parts the targets otherwise, each by its id
 */
record NewTargets(boolean needsWhole, List<TargetSelector> parts) {

    NewTargets {
        parts = List.copyOf(parts);
    }

    /**
     * What is new.
     *
     * @param shown what is known, under the plan
     * @param old the plan before
     * @param plan the plan now
     */
    static NewTargets of(Snapshot shown, Plan old, Plan plan) {
        Set<String> known = new HashSet<>();
        shown.scan().results().forEach(each -> known.add(each.target().id()));
        Map<String, Target> before = new HashMap<>();
        old.targets().forEach(each -> before.put(each.id(), each));
        boolean domains = false;
        Set<String> fresh = new HashSet<>();
        for (Target target : plan.targets()) {
            Target was = before.get(target.id());
            boolean otherwise = was != null && !was.settings().equals(target.settings());
            boolean unknown = !known.contains(target.id());
            if (target.kind() == Target.Kind.MX) {
                domains |= otherwise || was == null;
            } else if (otherwise || unknown) {
                fresh.add(target.id());
            }
        }
        boolean most = fresh.size() > Requests.MOST_PARTS;
        return new NewTargets(
                domains || most,
                fresh.stream()
                        .map(each -> new TargetSelector(List.of(), List.of(each)))
                        .toList());
    }
}
