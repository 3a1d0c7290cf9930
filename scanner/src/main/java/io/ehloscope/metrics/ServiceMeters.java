package io.ehloscope.metrics;

import io.ehloscope.history.HistoryWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Meters of the service besides its scans. Counters are registered in the constructor; a gauge is absent until its
 * event first happens. Thread-safe.
 */
public final class ServiceMeters implements HistoryWriter.HistoryObserver {

    private static final long NEVER = Long.MIN_VALUE;

    private final Meters meters;
    private final AtomicLong nextScan = new AtomicLong(NEVER);
    private final AtomicLong canary = new AtomicLong(NEVER);
    private final AtomicLong saved = new AtomicLong(NEVER);
    private final AtomicLong waiting = new AtomicLong();
    private final Counter overruns;
    private final Counter discarded;
    private final Counter rescanned;
    private final Counter saveFailures;
    private final Counter written;
    private final Counter lost;

    /** Registers the meters. */
    public ServiceMeters(MeterRegistry registry) {
        this.meters = new Meters(registry);
        this.overruns = meters.counter(MetricNames.SCAN_OVERRUNS);
        this.discarded = meters.counter(MetricNames.SCANS_DISBELIEVED);
        this.rescanned = meters.counter(MetricNames.TARGETS_LOOKED_AT_AGAIN);
        this.saveFailures = meters.counter(MetricNames.SNAPSHOT_SAVE_FAILURES);
        this.written = meters.counter(MetricNames.HISTORY_CHANGES_WRITTEN);
        this.lost = meters.counter(MetricNames.HISTORY_CHANGES_LOST);
        meters.gauge(MetricNames.HISTORY_CHANGES_WAITING, waiting, AtomicLong::get);
    }

    /** Records when the next whole scan is due. */
    public void nextScan(Instant due) {
        timestamp(MetricNames.SCAN_NEXT_TIMESTAMP, nextScan, due);
    }

    /** Counts a whole scan that took longer than the interval. */
    public void overran() {
        overruns.increment();
    }

    /** Records whether the canary answered. */
    public void canary(boolean answered) {
        if (canary.getAndSet(answered ? 1 : 0) == NEVER) {
            meters.gauge(MetricNames.CANARY_ANSWERED, canary, AtomicLong::get);
        }
    }

    /** Counts a scan that was discarded because the canary did not answer. */
    public void discarded() {
        discarded.increment();
    }

    /** Counts targets that were scanned between whole scans. */
    public void rescanned(int targets) {
        rescanned.increment(targets);
    }

    /** Records when a snapshot was saved. */
    public void saved(Instant when) {
        timestamp(MetricNames.SNAPSHOT_LAST_SAVED_TIMESTAMP, saved, when);
    }

    /** Counts a snapshot that could not be saved. */
    public void saveFailed() {
        saveFailures.increment();
    }

    @Override
    public void historyTakes(int changes) {
        waiting.addAndGet(changes);
    }

    @Override
    public void historyWrote(int changes) {
        waiting.addAndGet(-changes);
        written.increment(changes);
    }

    @Override
    public void historyLost(int changes) {
        waiting.addAndGet(-changes);
        lost.increment(changes);
    }

    private void timestamp(MetricNames name, AtomicLong millis, Instant when) {
        if (millis.getAndSet(when.toEpochMilli()) == NEVER) {
            meters.gauge(name, millis, each -> each.get() / 1e3);
        }
    }
}
