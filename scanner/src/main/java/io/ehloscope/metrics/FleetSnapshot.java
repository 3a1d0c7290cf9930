package io.ehloscope.metrics;

import io.ehloscope.inventory.PerTarget;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.scan.ScanResult;
import io.ehloscope.scan.ScanSummary;
import io.ehloscope.scan.TargetResult;
import io.ehloscope.snapshot.Snapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A snapshot, ready to be scraped.
 *
 * @param shown what is shown
 * @param series its series
 */
record FleetSnapshot(Snapshot shown, MetricSnapshots series) {

    /** The order in which series are shown; what comes in order costs next to nothing to sort, family after family. */
    private static final Comparator<TargetResult> AS_SHOWN = Comparator.comparing(
                    (TargetResult each) -> each.target().site())
            .thenComparing(each -> each.target().id());

    /** The series of a snapshot. */
    static FleetSnapshot of(Snapshot shown) {
        ScanResult scan = shown.scan();
        Families families = new Families();
        addScan(scan, families);
        FleetSeries.add(scan.plan(), scan.results(), families);
        addTargets(scan, shown.lastAnswers(), families);
        if (shown.before().isGiven()) {
            new ChangeSeries(scan, shown.before()).add(families);
        }
        return new FleetSnapshot(shown, families.snapshots());
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

    private static void addTargets(ScanResult scan, Map<String, Instant> answers, Families families) {
        PerTarget which = scan.plan().perTarget();
        List<TargetResult> shown = scan.results().stream()
                .filter(each -> isShown(each, which))
                .sorted(AS_SHOWN)
                .toList();
        // Of all targets, shown or not: which of them have a finding must not change the names of the labels.
        List<Target> targets = scan.results().stream().map(TargetResult::target).toList();
        InfoLabels info = InfoLabels.of(MetricNames.TARGET_INFO.labels(), targets);
        TargetSeries series = new TargetSeries(info, answers, families);
        shown.forEach(series::add);
    }

    /** Whether a target has series of its own. */
    static boolean isShown(TargetResult result, PerTarget which) {
        return switch (which) {
            case ALL -> true;
            case FINDINGS -> result.verdict().isFinding();
            case OFF -> false;
        };
    }
}
