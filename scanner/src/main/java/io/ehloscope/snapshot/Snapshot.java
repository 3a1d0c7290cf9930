package io.ehloscope.snapshot;

import io.ehloscope.drift.Baseline;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.Tally;
import io.ehloscope.result.TargetResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fleet as it is known now: the last whole scan, with the results of those targets in their places that were looked
 * at since. Immutable; whatever changes is a new snapshot, whole.
 *
 * <p>When the scan began and ended, and how long it took, is the whole scan's and stays; each result says itself when its
 * target was looked at. Counts are those of the results that are shown.
 *
 * @param scan what is shown
 * @param lastAnswers when each target last answered, by its id; those that never did are left out
 * @param before what the scan is held against: the last snapshot before it; {@link Baseline#NONE} where there is none
 * @param exchangers the ids of the MX hosts that stand in the place of their domains
 */
public record Snapshot(ScanResult scan, Map<String, Instant> lastAnswers, Baseline before, Set<String> exchangers) {

    /** Copies the collections. */
    public Snapshot {
        lastAnswers = Map.copyOf(lastAnswers);
        exchangers = Set.copyOf(exchangers);
    }

    /** The snapshot of the first whole scan of a plan. */
    public static Snapshot first(ScanResult scan, Plan plan) {
        return new Snapshot(scan, answers(scan.results(), Map.of()), Baseline.NONE, exchangers(scan, plan));
    }

    /** The same scan, held against this one. */
    public Snapshot against(Baseline earlier) {
        return new Snapshot(scan, lastAnswers, earlier, exchangers);
    }

    /** The snapshot once another whole scan of a plan has been completed. */
    public Snapshot followedBy(ScanResult next, Plan plan) {
        return new Snapshot(next, answers(next.results(), lastAnswers), Baseline.of(scan), exchangers(next, plan));
    }

    /**
     * The snapshot once some targets were looked at again. What was not reached (a look that was cut short says nothing)
     * stays as it is; a target of the plan that had no result yet gets its place.
     *
     * @param plan what is scanned now, MX hosts in the place of their domains where they are known
     * @param again the new results
     */
    public Snapshot with(Plan plan, List<TargetResult> again) {
        Map<String, TargetResult> results = byId(scan.results());
        for (TargetResult each : again) {
            if (!(each.outcome() instanceof ProbeOutcome.Skipped)) {
                results.put(each.target().id(), each);
            }
        }
        return of(ordered(plan, results));
    }

    /**
     * This snapshot for another plan: targets that are no more in it go, those that stay keep their results under the site
     * and the labels that they have now, and new ones have none until they are looked at. MX hosts stay as long as their
     * site has a domain.
     *
     * @param plan the new plan, as the inventory gives it
     */
    public Snapshot under(Plan plan) {
        Map<String, Target> targets = new HashMap<>();
        plan.targets().forEach(each -> targets.put(each.id(), each));
        Set<String> sitesWithDomains = plan.targets().stream()
                .filter(each -> each.kind() == Target.Kind.MX)
                .map(Target::site)
                .collect(Collectors.toSet());
        Map<String, TargetResult> kept = new HashMap<>();
        List<Target> hosts = new ArrayList<>();
        for (TargetResult each : scan.results()) {
            Target old = each.target();
            Target now = targets.get(old.id());
            if (now != null) {
                kept.put(old.id(), each.of(now));
            } else if (exchangers.contains(old.id()) && sitesWithDomains.contains(old.site())) {
                kept.put(old.id(), each);
                hosts.add(old);
            }
        }
        return of(ordered(plan.with(hosts), kept));
    }

    private Snapshot of(ScanResult shown) {
        Set<String> ids =
                shown.results().stream().map(each -> each.target().id()).collect(Collectors.toSet());
        Map<String, Instant> known = new HashMap<>(lastAnswers);
        known.keySet().retainAll(ids);
        Set<String> hosts = new HashSet<>(exchangers);
        hosts.retainAll(ids);
        return new Snapshot(shown, answers(shown.results(), known), before, hosts);
    }

    private static Set<String> exchangers(ScanResult scan, Plan plan) {
        Set<String> hosts =
                scan.plan().targets().stream().map(Target::id).collect(Collectors.toCollection(HashSet::new));
        plan.targets().forEach(each -> hosts.remove(each.id()));
        return hosts;
    }

    private ScanResult ordered(Plan plan, Map<String, TargetResult> results) {
        List<TargetResult> inOrder = new ArrayList<>(results.size());
        Tally tally = new Tally();
        for (Target target : plan.targets()) {
            TargetResult result = results.get(target.id());
            if (result != null) {
                inOrder.add(result);
                tally.add(result);
            }
        }
        ScanSummary counted =
                tally.summary(scan.summary().finishedAt(), scan.summary().duration());
        ScanHeader header = scan.header();
        return new ScanResult(
                plan,
                new ScanHeader(plan.source(), header.version(), header.ehloName(), header.startedAt(), inOrder.size()),
                new ScanSummary(
                        scan.summary().outcome(),
                        counted.finishedAt(),
                        counted.duration(),
                        counted.verdicts(),
                        counted.attempts()),
                inOrder);
    }

    private static Map<String, TargetResult> byId(List<TargetResult> results) {
        Map<String, TargetResult> all = new HashMap<>();
        results.forEach(each -> all.put(each.target().id(), each));
        return all;
    }

    /** Only targets that are shown are kept, so that the map does not outgrow the plan. */
    private static Map<String, Instant> answers(List<TargetResult> results, Map<String, Instant> before) {
        Map<String, Instant> answers = new HashMap<>();
        for (TargetResult each : results) {
            String id = each.target().id();
            Instant earlier = before.get(id);
            if (each.isAnswered() && each.startedAt() != null) {
                answers.put(id, each.startedAt().plus(each.duration()));
            } else if (earlier != null) {
                answers.put(id, earlier);
            }
        }
        return answers;
    }
}
