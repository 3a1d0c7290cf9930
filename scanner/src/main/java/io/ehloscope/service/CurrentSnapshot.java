package io.ehloscope.service;

import io.ehloscope.snapshot.Snapshot;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The current snapshot of the fleet. The scan loop replaces one reference; each scrape, page and request reads that
 * reference once, so that none of them mixes two snapshots. Thread-safe.
 */
public final class CurrentSnapshot {

    private final AtomicReference<@Nullable Snapshot> current = new AtomicReference<>();

    /** Replaces the current snapshot. */
    public void publish(Snapshot snapshot) {
        current.set(snapshot);
    }

    /** Returns the current snapshot; null before the first one. */
    public @Nullable Snapshot get() {
        return current.get();
    }
}
