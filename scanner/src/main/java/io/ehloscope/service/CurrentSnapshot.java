package io.ehloscope.service;

import io.ehloscope.snapshot.Snapshot;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the service knows of the fleet now. The scan loop replaces it in one reference; metrics, pages and requests read that
 * reference once each, so none of them shows halves of two snapshots. Thread-safe.
 */
public final class CurrentSnapshot {

    private final AtomicReference<@Nullable Snapshot> current = new AtomicReference<>();

    /** Shows this snapshot from now on. */
    public void publish(Snapshot snapshot) {
        current.set(snapshot);
    }

    /** What is shown; null before the first snapshot. */
    public @Nullable Snapshot get() {
        return current.get();
    }
}
