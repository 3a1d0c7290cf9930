package io.ehloscope.metrics;

import io.ehloscope.result.ScanResult;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.snapshot.Snapshot;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

/** Collects the series of the current snapshot all at once, for the Prometheus library to write. */
public final class FleetCollector implements MultiCollector {

    private final CurrentSnapshot current = new CurrentSnapshot();

    /** Publishes this scan as the successor of the current snapshot. */
    public void publish(ScanResult scan) {
        Snapshot last = current.get();
        publish(last == null ? Snapshot.first(scan, scan.plan()) : last.followedBy(scan, scan.plan()));
    }

    /** Publishes this snapshot. */
    public void publish(Snapshot snapshot) {
        current.publish(snapshot);
    }

    /** Returns the holder of the current snapshot. */
    public CurrentSnapshot current() {
        return current;
    }

    /** Returns the current snapshot; null before the first. */
    public @Nullable Snapshot snapshot() {
        return current.get();
    }

    @Override
    public MetricSnapshots collect() {
        Snapshot shown = current.get();
        return shown == null ? new MetricSnapshots() : new FleetSnapshot(shown).series();
    }
}
