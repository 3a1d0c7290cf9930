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
import org.jspecify.annotations.Nullable;

/**
 * What changed since some earlier scan.
 *
 * @param since which that is, in a few words
 * @param at when it ended or, where only that is known, began
 * @param changes of each target that changed, by its id; also of those that are there no more
 * @param whole whether these are all; false where there were too many to look at
 */
record ChangeWindow(String since, Instant at, Map<String, List<Change>> changes, boolean whole) {

    /** How far the page looks back. */
    static final Duration DAY = Duration.ofDays(1);

    /** Copies the map; its order stays. */
    ChangeWindow {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /** Since the scan before the one that is shown; null where there is none. */
    static @Nullable ChangeWindow sinceTheScanBefore(FleetIndex index) {
        Baseline before = index.shown().before();
        Instant since = before.since();
        if (since == null) {
            return null;
        }
        Map<String, List<Change>> changes = new LinkedHashMap<>();
        index.changed().forEach(line -> changes.put(line.result().target().id(), line.changes()));
        for (TargetState gone : index.vanished()) {
            changes.put(gone.target(), List.of(Baseline.vanishing(gone)));
        }
        return new ChangeWindow("the previous scan", since, changes, true);
    }

    /**
     * As the history has it.
     *
     * @param base the scan after which changes were looked for
     * @param wanted when it should have ended, at the latest; it is younger where the history does not go so far back
     */
    static ChangeWindow since(HistoryScan base, Instant wanted, List<Difference.Changed> changed, boolean whole) {
        Map<String, List<Change>> changes = new LinkedHashMap<>();
        changed.forEach(each -> changes.put(each.target(), each.changes()));
        String since = base.finishedAt().isAfter(wanted) ? "the first remembered scan" : "yesterday";
        return new ChangeWindow(since, base.finishedAt(), changes, whole);
    }

    /** What changed about a target; nothing where it is not known to have changed. */
    List<Change> about(String target) {
        return changes.getOrDefault(target, List.of());
    }

    /** Which scan it is held against, as a sentence. */
    String basis() {
        return "Compared with the scan of "
                + Wording.timestamp(at).substring(0, 19).replace('T', ' ') + " UTC."
                + (whole ? "" : " There were too many changes to show all of them.");
    }
}
