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
 * The series of a snapshot, made when they are asked for. There are a dozen of each target, so those of a large fleet would
 * take more memory than all that is known of it: they can be had some targets at a time.
 *
 * @param shown what is shown
 */
record FleetSnapshot(Snapshot shown) {

    /** The order in which series are shown; what comes in order costs next to nothing to sort, family after family. */
    private static final Comparator<TargetResult> AS_SHOWN = Comparator.comparing(
                    (TargetResult each) -> each.target().site())
            .thenComparing(each -> each.target().id());

    /** All of them. */
    MetricSnapshots series() {
        Families families = new Families();
        addFleet(families);
        TargetSeries series = targetSeries(families);
        targets().forEach(series::add);
        return families.snapshots();
    }

    /** First the series of scan and fleet, then those of so many targets at a time; a family may come again and again. */
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

    /** Those that have series of their own, in the order in which they are shown. */
    private List<TargetResult> targets() {
        PerTarget which = shown.scan().plan().perTarget();
        return shown.scan().results().stream()
                .filter(each -> isShown(each, which))
                .sorted(AS_SHOWN)
                .toList();
    }

    private TargetSeries targetSeries(Families families) {
        // Of all targets, shown or not: which of them have a finding must not change the names of the labels.
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

    /** Whether a target has series of its own. */
    static boolean isShown(TargetResult result, PerTarget which) {
        return switch (which) {
            case ALL -> true;
            case FINDINGS -> result.verdict().isFinding();
            case OFF -> false;
        };
    }
}
