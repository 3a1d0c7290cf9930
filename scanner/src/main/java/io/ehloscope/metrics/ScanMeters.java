package io.ehloscope.metrics;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary.Outcome;
import io.ehloscope.scan.ScanLimit;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.scan.ScanQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/**
 * Meters of the scanner's activity. All meters are registered in the constructor, those of closed sets with every label
 * value, so that a rate never misses its first increase. Thread-safe.
 */
public final class ScanMeters implements ScanObserver {

    /** Few buckets, because each adds one series per stage: lookup, round trip, slow server, tarpit, timeout. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20)
    };

    /** Buckets for: no wait, one burst of the pacer, the duration of a dialogue, minutes in a queue. */
    private static final Duration[] WAITS = {
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final AtomicInteger inProgress = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger inventoryIsGood = new AtomicInteger();
    private final AtomicLong inventoryReadAtMillis = new AtomicLong();
    private final Counter attempts;
    private final Map<Reason, Counter> retries;
    private final Map<Stage, Timer> phases;
    private final Map<Outcome, Counter> scans;
    private final Map<ScanQueue, Timer> waits;
    private final Map<ScanLimit, Counter> held;

    /**
     * Registers the meters.
     *
     * @param registry the registry to register with
     * @param version the version of the program
     */
    public ScanMeters(PrometheusMeterRegistry registry, String version) {
        Meters meters = new Meters(registry);
        this.attempts = meters.counter(MetricNames.PROBE_ATTEMPTS);
        this.retries = Meters.each(
                Reason.class, reason -> meters.counter(MetricNames.PROBE_RETRIES, "reason", reason.label()));
        this.scans =
                Meters.each(Outcome.class, outcome -> meters.counter(MetricNames.SCANS, "outcome", outcome.label()));
        this.phases = Meters.each(
                Stage.class, stage -> meters.timer(MetricNames.PROBE_PHASE, BUCKETS, "stage", stage.label()));
        this.waits = Meters.each(
                ScanQueue.class, queue -> meters.timer(MetricNames.SCAN_QUEUE_WAIT, WAITS, "queue", queue.label()));
        this.held =
                Meters.each(ScanLimit.class, limit -> meters.counter(MetricNames.SCAN_HELD, "limit", limit.label()));
        meters.gauge(MetricNames.SCAN_IN_PROGRESS, inProgress, AtomicInteger::get);
        meters.gauge(MetricNames.DIALOGUES_IN_FLIGHT, inFlight, AtomicInteger::get);
        meters.gauge(MetricNames.INVENTORY_LAST_RELOAD_SUCCESSFUL, inventoryIsGood, AtomicInteger::get);
        meters.gauge(
                MetricNames.INVENTORY_LAST_RELOAD_SUCCESS_TIMESTAMP,
                inventoryReadAtMillis,
                millis -> millis.get() / 1e3);
        meters.gauge(
                MetricNames.BUILD_INFO,
                Runtime.version(),
                java -> 1,
                "version",
                version,
                "java",
                Runtime.version().toString());
    }

    /** Wraps a scan: counts it as in progress while it is subscribed to, and by its outcome when it ends. */
    public Mono<ScanResult> counting(Mono<ScanResult> scan) {
        return Mono.using(
                inProgress::incrementAndGet,
                begun -> scan.doOnNext(result ->
                        Meters.member(scans, result.summary().outcome()).increment()),
                begun -> inProgress.decrementAndGet());
    }

    /** Records a successful read of the inventory. */
    public void inventoryRead(Instant when) {
        inventoryReadAtMillis.set(when.toEpochMilli());
        inventoryIsGood.set(1);
    }

    /** Records that an inventory was rejected; the previous one stays in effect. */
    public void inventoryRefused() {
        inventoryIsGood.set(0);
    }

    @Override
    public void lookedUp(Duration took) {
        Meters.member(phases, Stage.DNS).record(took);
    }

    @Override
    public void waited(ScanQueue queue, Duration time) {
        Meters.member(waits, queue).record(time);
    }

    @Override
    public void heldBack(ScanLimit limit, Duration time) {
        Meters.member(held, limit).increment(time.toNanos() / 1e9);
    }

    @Override
    public void dialogueStarted() {
        attempts.increment();
        inFlight.incrementAndGet();
    }

    @Override
    public void dialogueEnded(ProbeOutcome outcome) {
        inFlight.decrementAndGet();
        outcome.observation()
                .timings()
                .stages()
                .forEach((stage, took) -> Meters.member(phases, stage).record(took));
    }

    @Override
    public void dialogueCut() {
        inFlight.decrementAndGet();
    }

    @Override
    public void retryScheduled(Reason reason) {
        Meters.member(retries, reason).increment();
    }
}
