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
 * Detects the changes of each target. While a value is unknown, because the target does not answer, the last known
 * value stays for the comparison: a verb that a server no longer offers after an outage is a change. Not thread-safe.
 */
public final class ChangeRecorder {

    /**
     * The most offers that are shared; a server may offer different verbs each time, and the pool must not grow with
     * it.
     */
    private static final int MAX_OFFERS = 10_000;

    private final Map<String, TargetState> known = new HashMap<>();
    private final Map<OfferedVerbs, OfferedVerbs> offers = new HashMap<>();

    /** Remembers the states of an earlier scan, so that they do not count as new. */
    public void remember(ScanResult found) {
        found.results().forEach(each -> keep(TargetState.of(each)));
    }

    /**
     * The entry of a scan: its changes compared with what was known before.
     *
     * @param whole whether it is a scan of every target, so that missing targets have vanished
     */
    public HistoryEntry entry(ScanResult scan, boolean whole) {
        List<HistoryChange> changes = new ArrayList<>();
        for (TargetResult result : scan.results()) {
            TargetState now = TargetState.of(result);
            TargetState before = known.get(now.target());
            if (before == null && now.verdict() == Verdict.SKIPPED) {
                continue; // it is new once it has been probed
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

    /**
     * Records targets that vanished. MX hosts do not vanish while the MX hosts of a domain of their site are unknown.
     */
    private void vanished(ScanResult scan, List<HistoryChange> changes) {
        Set<String> present = new HashSet<>();
        Set<String> unknownSites = new HashSet<>();
        for (TargetResult each : scan.results()) {
            present.add(each.target().id());
            if (each.target().kind() == Target.Kind.MX) {
                unknownSites.add(each.target().site());
            }
        }
        known.values().removeIf(each -> {
            boolean vanished = !present.contains(each.target()) && !unknownSites.contains(each.site());
            if (vanished) {
                changes.add(new HistoryChange(
                        each.target(), each.site(), scan.summary().finishedAt(), Baseline.vanishing(each)));
            }
            return vanished;
        });
    }

    private void keep(TargetState state) {
        if (offers.size() > MAX_OFFERS) {
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
