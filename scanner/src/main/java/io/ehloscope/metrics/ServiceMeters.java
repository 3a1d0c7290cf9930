package io.ehloscope.metrics;

import io.ehloscope.history.HistoryWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the service does besides scanning. Counters are registered at once; a gauge of something that has not happened yet
 * is absent until it has. Safe for use by many threads.
 */
public final class ServiceMeters implements HistoryWriter.HistoryObserver {

    private static final long NEVER = Long.MIN_VALUE;

    private final Meters meters;
    private final AtomicLong nextScan = new AtomicLong(NEVER);
    private final AtomicLong canary = new AtomicLong(NEVER);
    private final AtomicLong saved = new AtomicLong(NEVER);
    private final AtomicLong waiting = new AtomicLong();
    private final Counter overruns;
    private final Counter disbelieved;
    private final Counter lookedAgain;
    private final Counter saveFailures;
    private final Counter written;
    private final Counter lost;

    /** Registers the meters. */
    public ServiceMeters(MeterRegistry registry) {
        this.meters = new Meters(registry);
        this.overruns = meters.counter(MetricNames.SCAN_OVERRUNS);
        this.disbelieved = meters.counter(MetricNames.SCANS_DISBELIEVED);
        this.lookedAgain = meters.counter(MetricNames.TARGETS_LOOKED_AT_AGAIN);
        this.saveFailures = meters.counter(MetricNames.SNAPSHOT_SAVE_FAILURES);
        this.written = meters.counter(MetricNames.HISTORY_CHANGES_WRITTEN);
        this.lost = meters.counter(MetricNames.HISTORY_CHANGES_LOST);
        meters.gauge(MetricNames.HISTORY_CHANGES_WAITING, waiting, AtomicLong::get);
    }

    /** The next whole scan is due then. */
    public void nextScan(Instant due) {
        timestamp(MetricNames.SCAN_NEXT_TIMESTAMP, nextScan, due);
    }

    /** A whole scan took longer than the interval. */
    public void overran() {
        overruns.increment();
    }

    /** The scanner was asked whether it reaches itself. */
    public void canary(boolean answered) {
        if (canary.getAndSet(answered ? 1 : 0) == NEVER) {
            meters.gauge(MetricNames.CANARY_ANSWERED, canary, AtomicLong::get);
        }
    }

    /** A scan was not believed. */
    public void disbelieved() {
        disbelieved.increment();
    }

    /** So many targets were looked at between whole scans. */
    public void lookedAgain(int targets) {
        lookedAgain.increment(targets);
    }

    /** A snapshot was written. */
    public void saved(Instant when) {
        timestamp(MetricNames.SNAPSHOT_LAST_SAVED_TIMESTAMP, saved, when);
    }

    /** A snapshot could not be written. */
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
