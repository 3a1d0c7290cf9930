package io.ehloscope.report;

import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.Change;
import io.ehloscope.drift.TargetState;
import io.ehloscope.result.PlanOrder;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes since an earlier scan for display, escaped.
 *
 * @param headline whether there are changes, and since when
 * @param rows the first changes: those of findings before others, vanished targets last
 * @param rest the number of changes that are not shown; null if all are shown
 */
record ChangeSummary(
        String headline, List<Row> rows, @Nullable String rest) {

    /** The maximum number of rows; further changes are only counted. */
    static final int MOST_ROWS = 50;

    private static final int MOST_CHARACTERS = 300;

    /**
     * One change.
     *
     * @param target the target id
     * @param sentence what changed
     */
    record Row(String target, String sentence) {}

    /** Returns the changes since the baseline; null without a baseline. */
    static @Nullable ChangeSummary of(ScanResult scan, Baseline before) {
        Instant since = before.since();
        if (since == null) {
            return null;
        }
        List<TargetResult> results = new ArrayList<>(scan.results());
        results.sort(PlanOrder.worstFirst());
        List<Row> rows = new ArrayList<>();
        int all = 0;
        for (TargetResult result : results) {
            all += add(rows, result.target().id(), before.changes(result));
        }
        for (TargetState gone : before.vanished(scan.plan())) {
            all += add(rows, gone.target(), List.of(Baseline.vanishing(gone)));
        }
        String headline = (all == 0 ? "Nothing changed since " : "Changed since ") + Wording.timestamp(since);
        return new ChangeSummary(headline, List.copyOf(rows), rest(all - rows.size()));
    }

    /** Whether there are changes. */
    boolean some() {
        return !rows.isEmpty();
    }

    private static int add(List<Row> rows, String target, List<Change> changes) {
        for (Change change : changes) {
            if (rows.size() < MOST_ROWS) {
                rows.add(new Row(Printable.escape(target), Printable.escape(change.sentence(), MOST_CHARACTERS)));
            }
        }
        return changes.size();
    }

    private static @Nullable String rest(int count) {
        return count == 0 ? null : "and " + Wording.count(count, "more change") + ": use -o json to see all";
    }
}
