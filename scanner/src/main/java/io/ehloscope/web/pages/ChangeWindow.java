package io.ehloscope.web.pages;

import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.Change;
import io.ehloscope.drift.TargetState;
import io.ehloscope.history.Difference;
import io.ehloscope.history.HistoryScan;
import io.ehloscope.text.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes since an earlier scan.
 *
 * @param since a short name of the earlier scan, such as "yesterday"
 * @param at when the earlier scan ended or, if the end is unknown, began
 * @param changes the changes of each changed target, by target id; includes targets that no longer exist
 * @param whole whether {@code changes} is complete; false if there were too many
 */
record ChangeWindow(String since, Instant at, Map<String, List<Change>> changes, boolean whole) {

    /** The period that the status page covers. */
    static final Duration DAY = Duration.ofDays(1);

    /** Copies the map and keeps its order. */
    ChangeWindow {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /**
     * The changes since the previous scan.
     *
     * @param since when the previous scan began
     * @param lines the targets
     * @param vanished the targets that no longer exist
     */
    static ChangeWindow sinceTheScanBefore(Instant since, List<FleetIndex.Line> lines, List<TargetState> vanished) {
        Map<String, List<Change>> changes = new LinkedHashMap<>();
        for (FleetIndex.Line line : lines) {
            if (!line.changes().isEmpty()) {
                changes.put(line.result().target().id(), line.changes());
            }
        }
        for (TargetState gone : vanished) {
            changes.put(gone.target(), List.of(Baseline.vanishing(gone)));
        }
        return new ChangeWindow("the previous scan", since, changes, true);
    }

    /**
     * The changes that the history has recorded.
     *
     * @param base the earlier scan
     * @param wanted the latest time at which the earlier scan should have ended; it ended later if the history is
     *     shorter
     * @param changed the changes of each target
     * @param whole whether {@code changed} is complete
     */
    static ChangeWindow since(HistoryScan base, Instant wanted, List<Difference.Changed> changed, boolean whole) {
        Map<String, List<Change>> changes = new LinkedHashMap<>();
        changed.forEach(each -> changes.put(each.target(), each.changes()));
        String since = base.finishedAt().isAfter(wanted) ? "the first remembered scan" : "yesterday";
        return new ChangeWindow(since, base.finishedAt(), changes, whole);
    }

    /** The changes of a target; empty if it has none. */
    List<Change> about(String target) {
        return changes.getOrDefault(target, List.of());
    }

    /** A sentence that names the earlier scan. */
    String basis() {
        return "Compared with the scan of "
                + Wording.timestamp(at).substring(0, 19).replace('T', ' ') + " UTC."
                + (whole ? "" : " There were too many changes to show all of them.");
    }
}
