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
 * The current state of the fleet: the last whole scan, updated with the results of later probes. Immutable; each change
 * makes a new snapshot.
 *
 * <p>The start, the end and the duration are those of the whole scan; each result has its own time. Counts are those of
 * the current results.
 *
 * @param scan the current results
 * @param lastAnswers when each target last answered, by id; targets that never answered are left out
 * @param before the state to compare with: the snapshot before the last whole scan; {@link Baseline#NONE} if there is
 *     none
 * @param exchangers the ids of the MX hosts that replace their domains
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

    /** This snapshot, compared with another baseline. */
    public Snapshot against(Baseline earlier) {
        return new Snapshot(scan, lastAnswers, earlier, exchangers);
    }

    /** The snapshot after another whole scan of a plan. */
    public Snapshot followedBy(ScanResult next, Plan plan) {
        return new Snapshot(next, answers(next.results(), lastAnswers), Baseline.of(scan), exchangers(next, plan));
    }

    /**
     * The snapshot after some targets were probed again. A skipped target keeps its result, because a skipped probe
     * says nothing about it. A target of the plan that had no result gets one.
     *
     * @param plan the current plan, with MX hosts in place of their domains if they are known
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
     * This snapshot for another plan. Targets that are not in the plan are removed, others keep their results under
     * their current site and labels, and new targets have no result until they are probed. MX hosts stay while their
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
                        counted.attempts(),
                        counted.targetsByFinding(),
                        counted.targetsBySeverity()),
                inOrder);
    }

    private static Map<String, TargetResult> byId(List<TargetResult> results) {
        Map<String, TargetResult> all = new HashMap<>();
        results.forEach(each -> all.put(each.target().id(), each));
        return all;
    }

    /** Keeps only targets with a result, so that the map does not outgrow the plan. */
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
