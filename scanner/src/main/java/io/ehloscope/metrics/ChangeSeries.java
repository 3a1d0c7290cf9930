package io.ehloscope.metrics;

import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.Change;
import io.ehloscope.drift.TargetState;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes since an earlier scan: the number of changed targets per site, and the kinds of change per target. */
final class ChangeSeries {

    private final ScanResult scan;
    private final Baseline before;
    private final Map<String, Integer> changed = new LinkedHashMap<>();

    ChangeSeries(ScanResult scan, Baseline before) {
        this.scan = scan;
        this.before = before;
        scan.plan().sites().forEach(site -> changed.put(site, 0));
    }

    /** Adds the series, one for every site of the plan; 0 if nothing changed. */
    void add(Families families) {
        PerTarget which = scan.plan().perTarget();
        for (TargetResult result : scan.results()) {
            List<Change> changes = before.changes(result);
            if (!changes.isEmpty()) {
                String site = result.target().site();
                changed.merge(site, 1, Integer::sum);
                if (FleetSnapshot.isShown(result, which)) {
                    add(site, result.target().id(), changes, families);
                }
            }
        }
        for (TargetState gone : before.vanished(scan.plan())) {
            changed.merge(gone.site(), 1, Integer::sum);
            if (which == PerTarget.ALL) {
                add(gone.site(), gone.target(), List.of(Baseline.vanishing(gone)), families);
            }
        }
        changed.forEach((site, count) ->
                families.gauge(MetricNames.FLEET_CHANGED_TARGETS, Labels.of("site", Printable.escape(site)), count));
    }

    private static void add(String site, String target, List<Change> changes, Families families) {
        Labels labels = Labels.of("site", Printable.escape(site), "target", Printable.escape(target));
        changes.stream()
                .map(each -> each.kind().label())
                .distinct()
                .forEach(kind -> families.gauge(MetricNames.TARGET_CHANGED, labels.add("kind", kind), 1));
    }
}
