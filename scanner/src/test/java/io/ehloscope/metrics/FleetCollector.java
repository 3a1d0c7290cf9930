package io.ehloscope.metrics;

import io.ehloscope.result.ScanResult;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.snapshot.Snapshot;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

/** The series of the current snapshot as the Prometheus library writes them, all at once. */
public final class FleetCollector implements MultiCollector {

    private final CurrentSnapshot current = new CurrentSnapshot();

    /** Shows this scan from now on, as the one that follows what is shown. */
    public void publish(ScanResult scan) {
        Snapshot last = current.get();
        publish(last == null ? Snapshot.first(scan, scan.plan()) : last.followedBy(scan, scan.plan()));
    }

    /** Shows this snapshot from now on. */
    public void publish(Snapshot snapshot) {
        current.publish(snapshot);
    }

    /** What is shown. */
    public CurrentSnapshot current() {
        return current;
    }

    /** The snapshot that is shown; null before the first. */
    public @Nullable Snapshot snapshot() {
        return current.get();
    }

    @Override
    public MetricSnapshots collect() {
        Snapshot shown = current.get();
        return shown == null ? new MetricSnapshots() : new FleetSnapshot(shown).series();
    }
}
