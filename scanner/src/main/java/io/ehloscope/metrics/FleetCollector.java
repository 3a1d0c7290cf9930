package io.ehloscope.metrics;

import io.ehloscope.scan.ScanHeader;
import io.ehloscope.scan.ScanResult;
import io.ehloscope.scan.ScanSummary;
import io.ehloscope.snapshot.Snapshot;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the fleet as series of fleet, targets and scan. What is shown is replaced in one reference that a scrape
 * reads once: no scrape shows halves of two snapshots. The series are made when they are asked for, and not kept. Safe for
 * use by many threads.
 *
 * <p>Before the first snapshot there is no series at all: nothing is known, and 0 would be a lie.
 */
public final class FleetCollector implements MultiCollector {

    private static final Logger LOG = LoggerFactory.getLogger(FleetCollector.class);
    private static final MetricSnapshots NOTHING = new MetricSnapshots();

    private final AtomicReference<@Nullable Snapshot> current = new AtomicReference<>();

    /**
     * The scan that is shown, in few words.
     *
     * @param header what was known at its start
     * @param summary what was known at its end
     */
    public record Shown(ScanHeader header, ScanSummary summary) {}

    /**
     * Shows this scan from now on, as the one that follows what is shown. A scan that was interrupted is ignored: what it
     * did not look at would vanish from the fleet, and the last whole one is the better answer.
     */
    public void publish(ScanResult scan) {
        if (scan.summary().outcome() != ScanSummary.Outcome.COMPLETED) {
            LOG.info("the scan was interrupted, so the metrics go on showing the last completed one");
            return;
        }
        Snapshot last = snapshot();
        publish(last == null ? Snapshot.first(scan, scan.plan()) : last.followedBy(scan, scan.plan()));
    }

    /** Shows this snapshot from now on. */
    public void publish(Snapshot snapshot) {
        current.set(snapshot);
    }

    /** What is shown; null before the first is published. */
    public @Nullable Snapshot snapshot() {
        return current.get();
    }

    /** The scan that is shown, in few words; null before the first has been completed. */
    public @Nullable Shown shown() {
        Snapshot shown = snapshot();
        return shown == null
                ? null
                : new Shown(shown.scan().header(), shown.scan().summary());
    }

    /** All series at once: of a large fleet they take hundreds of megabytes, which {@link FleetParts} does not need. */
    @Override
    public MetricSnapshots collect() {
        Snapshot shown = current.get();
        return shown == null ? NOTHING : new FleetSnapshot(shown).series();
    }
}
