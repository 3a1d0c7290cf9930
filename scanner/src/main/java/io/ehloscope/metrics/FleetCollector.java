package io.ehloscope.metrics;

import io.ehloscope.drift.Baseline;
import io.ehloscope.scan.ScanResult;
import io.ehloscope.scan.ScanSummary;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last completed scan as series of fleet, targets and scan. They are made once, when the scan is published, and
 * replaced in one reference that a scrape reads once: no scrape shows halves of two scans. Safe for use by many threads.
 *
 * <p>Before the first completed scan there is no series at all: nothing is known, and 0 would be a lie.
 */
public final class FleetCollector implements MultiCollector {

    private static final Logger LOG = LoggerFactory.getLogger(FleetCollector.class);
    private static final MetricSnapshots NOTHING = new MetricSnapshots();

    private final AtomicReference<@Nullable Current> current = new AtomicReference<>();

    /**
     * The scan that is shown.
     *
     * @param snapshot its series
     * @param shown the scan itself
     * @param asBaseline what the next scan is held against
     */
    private record Current(FleetSnapshot snapshot, Shown shown, Baseline asBaseline) {}

    /**
     * The scan that is shown.
     *
     * @param scan all of it
     * @param before the completed scan before it; {@link Baseline#NONE} where there is none
     */
    public record Shown(ScanResult scan, Baseline before) {}

    /**
     * Shows this scan from now on. A scan that was interrupted is ignored: what it did not look at would vanish from the
     * fleet, and the last whole one is the better answer. Takes in the order of a second for 100,000 targets, so it is no
     * work for an event loop.
     */
    public void publish(ScanResult scan) {
        if (scan.summary().outcome() != ScanSummary.Outcome.COMPLETED) {
            LOG.info("the scan was interrupted, so the metrics go on showing the last completed one");
            return;
        }
        current.updateAndGet(last -> {
            Shown shown = new Shown(scan, last == null ? Baseline.NONE : last.asBaseline());
            Map<String, Instant> answers =
                    last == null ? Map.of() : last.snapshot().lastAnswers();
            return new Current(FleetSnapshot.of(scan, answers, shown.before()), shown, Baseline.of(scan));
        });
    }

    /** The scan that is shown; null before the first has been completed. */
    public @Nullable Shown shown() {
        Current shown = current.get();
        return shown == null ? null : shown.shown();
    }

    @Override
    public MetricSnapshots collect() {
        Current shown = current.get();
        return shown == null ? NOTHING : shown.snapshot().series();
    }
}
