package io.ehloscope.history;

import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.Change;
import io.ehloscope.drift.Drift;
import io.ehloscope.drift.OfferedVerbs;
import io.ehloscope.drift.TargetState;
import io.ehloscope.plan.Target;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notices what changed about each target. What is unknown at one time, because a target did not answer, is held against
 * what was known before: a server that comes back from an outage without a verb has lost it. Not thread-safe.
 */
public final class ChangeRecorder {

    /** A server may offer something else each time; what is shared must not grow with it. */
    private static final int MOST_OFFERS = 10_000;

    private final Map<String, TargetState> known = new HashMap<>();
    private final Map<OfferedVerbs, OfferedVerbs> offers = new HashMap<>();

    /** What is known from before, so that nothing of it counts as new. */
    public void remember(ScanResult found) {
        found.results().forEach(each -> keep(TargetState.of(each)));
    }

    /**
     * What a scan shows.
     *
     * @param whole whether it looked at every target, so that those that it lacks are no longer scanned
     */
    public HistoryEntry entry(ScanResult scan, boolean whole) {
        List<HistoryChange> changes = new ArrayList<>();
        for (TargetResult result : scan.results()) {
            TargetState now = TargetState.of(result);
            TargetState before = known.get(now.target());
            if (before == null && now.verdict() == Verdict.SKIPPED) {
                continue; // it is new once it has been looked at
            }
            TargetState joined = before == null ? now : now.over(before);
            List<Change> all = before == null ? List.of(Baseline.appearing(now)) : Drift.between(before, joined);
            all.forEach(
                    change -> changes.add(new HistoryChange(now.target(), now.site(), seenAt(result, scan), change)));
            keep(joined);
        }
        if (whole && scan.summary().outcome() == ScanSummary.Outcome.COMPLETED) {
            vanished(scan, changes);
        }
        return new HistoryEntry(row(scan, whole), changes);
    }

    /** MX hosts are not known to be gone where the hosts of a domain of their site cannot be told. */
    private void vanished(ScanResult scan, List<HistoryChange> changes) {
        Set<String> present = new HashSet<>();
        Set<String> unsure = new HashSet<>();
        for (TargetResult each : scan.results()) {
            present.add(each.target().id());
            if (each.target().kind() == Target.Kind.MX) {
                unsure.add(each.target().site());
            }
        }
        known.values().removeIf(each -> {
            boolean gone = !present.contains(each.target()) && !unsure.contains(each.site());
            if (gone) {
                changes.add(new HistoryChange(
                        each.target(), each.site(), scan.summary().finishedAt(), Baseline.vanishing(each)));
            }
            return gone;
        });
    }

    private void keep(TargetState state) {
        if (offers.size() > MOST_OFFERS) {
            offers.clear();
        }
        known.put(state.target(), state.sharing(offers));
    }

    private static Instant seenAt(TargetResult result, ScanResult scan) {
        Instant startedAt = result.startedAt();
        return startedAt == null ? scan.summary().finishedAt() : startedAt.plus(result.duration());
    }

    private static HistoryScan row(ScanResult scan, boolean whole) {
        ScanSummary summary = scan.summary();
        return new HistoryScan(
                0,
                scan.header().ehloName(),
                whole,
                scan.header().startedAt(),
                summary.finishedAt(),
                summary.duration(),
                scan.results().size(),
                summary.findings());
    }
}
