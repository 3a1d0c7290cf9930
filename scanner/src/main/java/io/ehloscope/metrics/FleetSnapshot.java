package io.ehloscope.metrics;

import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import io.ehloscope.snapshot.Snapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The series of a snapshot, created on demand. There are a dozen series per target, so those of a large fleet take more
 * memory than the snapshot itself; therefore they can be created for some targets at a time.
 *
 * @param shown the snapshot
 */
record FleetSnapshot(Snapshot shown) {

    /** The order of the series; series that are already in order make the sort of each family cheap. */
    private static final Comparator<TargetResult> SERIES_ORDER = Comparator.comparing(
                    (TargetResult each) -> each.target().site())
            .thenComparing(each -> each.target().id());

    /** Returns all series. */
    MetricSnapshots series() {
        Families families = new Families();
        addFleet(families);
        TargetSeries series = targetSeries(families);
        targets().forEach(series::add);
        return families.snapshots();
    }

    /**
     * Passes on the series of scan and fleet first, then those of this many targets at a time; families recur in each
     * part.
     */
    void series(int targetsAtOnce, Consumer<MetricSnapshots> some) {
        Families fleet = new Families();
        addFleet(fleet);
        some.accept(fleet.snapshots());
        List<TargetResult> targets = targets();
        Families families = new Families();
        TargetSeries series = targetSeries(families);
        for (int from = 0; from < targets.size(); from += targetsAtOnce) {
            targets.subList(from, Math.min(targets.size(), from + targetsAtOnce))
                    .forEach(series::add);
            some.accept(families.snapshots());
            families.clear();
        }
    }

    private void addFleet(Families families) {
        ScanResult scan = shown.scan();
        addScan(scan, families);
        FleetSeries.add(scan.plan(), scan.results(), families);
        if (shown.before().isGiven()) {
            new ChangeSeries(scan, shown.before()).add(families);
        }
    }

    /** Returns the targets that have their own series, in the order of the series. */
    private List<TargetResult> targets() {
        PerTarget which = shown.scan().plan().perTarget();
        return shown.scan().results().stream()
                .filter(each -> isShown(each, which))
                .sorted(SERIES_ORDER)
                .toList();
    }

    private TargetSeries targetSeries(Families families) {
        // All targets, shown or not, so that the label names do not depend on which targets have a finding.
        List<Target> targets =
                shown.scan().results().stream().map(TargetResult::target).toList();
        InfoLabels info = InfoLabels.of(MetricNames.TARGET_INFO.labels(), targets);
        return new TargetSeries(info, shown.lastAnswers(), families);
    }

    private static void addScan(ScanResult scan, Families families) {
        Plan plan = scan.plan();
        ScanSummary summary = scan.summary();
        if (summary.outcome() == ScanSummary.Outcome.COMPLETED) {
            families.gauge(
                    MetricNames.SCAN_LAST_COMPLETED_TIMESTAMP,
                    Labels.EMPTY,
                    TargetSeries.seconds(summary.finishedAt()));
        }
        families.gauge(MetricNames.SCAN_DURATION, Labels.EMPTY, TargetSeries.seconds(summary.duration()));
        families.gauge(MetricNames.SCAN_TARGETS, Labels.EMPTY, scan.results().size());
        families.gauge(
                MetricNames.SCAN_INTERVAL,
                Labels.EMPTY,
                TargetSeries.seconds(plan.schedule().interval()));
    }

    /** Whether a target has its own series. */
    static boolean isShown(TargetResult result, PerTarget which) {
        return switch (which) {
            case ALL -> true;
            case FINDINGS -> result.hasFinding();
            case OFF -> false;
        };
    }
}
