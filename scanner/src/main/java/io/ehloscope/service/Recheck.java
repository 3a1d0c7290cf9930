package io.ehloscope.service;

import io.ehloscope.classify.Severity;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.result.TargetResult;
import io.ehloscope.snapshot.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Selects the targets with findings for a scan between two whole scans, and reduces its limits. If the whole fleet
 * fails, it is not scanned repeatedly: a recheck takes at most a tenth of the targets, the longest unscanned first, and
 * a quarter of the limits.
 */
final class Recheck {

    /** A recheck takes at most one of this many targets. */
    static final int SHARE = 10;

    /** A recheck may always take this many targets. */
    static final int AT_LEAST = 10;

    private static final int DIVISOR = 4;

    private static final Comparator<TargetResult> LONGEST_AGO =
            Comparator.comparing(each -> each.startedAt() == null ? Instant.MIN : each.startedAt());

    private Recheck() {}

    /**
     * Returns the targets to recheck: those with a finding of severity warning or more. An MX domain without hosts waits for the next whole
     * scan.
     */
    static List<Target> of(Snapshot snapshot) {
        int most = Math.max(AT_LEAST, snapshot.scan().results().size() / SHARE);
        return snapshot.scan().results().stream()
                .filter(each ->
                        each.hasFinding(Severity.WARNING) && each.target().kind() != Target.Kind.MX)
                .sorted(LONGEST_AGO)
                .limit(most)
                .map(TargetResult::target)
                .toList();
    }

    /** Returns a plan of these targets with a quarter of the limits, each at least 1; the limits per address stay. */
    static Plan reducedPlan(Plan plan, List<Target> targets) {
        Limits limits = plan.limits();
        return plan.withTargets(targets)
                .withLimits(new Limits(
                        part(limits.concurrency()),
                        part(limits.perSite()),
                        limits.perAddress(),
                        part(limits.connectsPerSecond()),
                        limits.perAddressGap()));
    }

    private static int part(int limit) {
        return Math.max(1, limit / DIVISOR);
    }
}
