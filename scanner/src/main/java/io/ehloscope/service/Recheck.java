package io.ehloscope.service;

import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.result.TargetResult;
import io.ehloscope.snapshot.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Which targets with findings are looked at again between two scans, and how gently. A fleet that is broken as a whole is
 * not scanned over and over: a recheck takes at most a tenth of it, those first that were looked at longest ago, and a
 * quarter of the limits.
 */
final class Recheck {

    /** A recheck takes at most one target of so many. */
    static final int SHARE = 10;

    /** This many are always allowed. */
    static final int AT_LEAST = 10;

    private static final int GENTLE = 4;

    private static final Comparator<TargetResult> LONGEST_AGO =
            Comparator.comparing(each -> each.startedAt() == null ? Instant.MIN : each.startedAt());

    private Recheck() {}

    /** The targets; empty where there is no finding. A domain without known hosts waits for the next whole scan. */
    static List<Target> of(Snapshot snapshot) {
        int most = Math.max(AT_LEAST, snapshot.scan().results().size() / SHARE);
        return snapshot.scan().results().stream()
                .filter(each -> each.verdict().isFinding() && each.target().kind() != Target.Kind.MX)
                .sorted(LONGEST_AGO)
                .limit(most)
                .map(TargetResult::target)
                .toList();
    }

    /** The plan of a recheck of these targets. */
    static Plan gently(Plan plan, List<Target> targets) {
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
        return Math.max(1, limit / GENTLE);
    }
}
