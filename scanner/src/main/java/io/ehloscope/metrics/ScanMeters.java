package io.ehloscope.metrics;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.scan.ScanResult;
import io.ehloscope.scan.ScanSummary.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import reactor.core.publisher.Mono;

/**
 * What the scanner does, as it does it. All meters are registered at once, those of closed sets with every member, so
 * that a rate never misses its first increase. Safe for use by many threads.
 */
public final class ScanMeters implements ScanObserver {

    /** Few, because each costs a series for every stage: a lookup, a round trip, a slow server, a tarpit, a timeout. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20)
    };

    private final MeterRegistry registry;
    private final AtomicInteger inProgress = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger inventoryIsGood = new AtomicInteger();
    private final AtomicLong inventoryReadAtMillis = new AtomicLong();
    private final Counter attempts;
    private final Map<Reason, Counter> retries;
    private final Map<Stage, Timer> phases;
    private final Map<Outcome, Counter> scans;

    /**
     * Registers the meters.
     *
     * @param registry where they are scraped
     * @param version the program's
     */
    public ScanMeters(PrometheusMeterRegistry registry, String version) {
        this.registry = registry;
        this.attempts = counter(MetricNames.PROBE_ATTEMPTS);
        this.retries = each(Reason.class, reason -> counter(MetricNames.PROBE_RETRIES, "reason", reason.label()));
        this.scans = each(Outcome.class, outcome -> counter(MetricNames.SCANS, "outcome", outcome.label()));
        this.phases = each(Stage.class, this::phase);
        gauge(MetricNames.SCAN_IN_PROGRESS, inProgress, AtomicInteger::get);
        gauge(MetricNames.DIALOGUES_IN_FLIGHT, inFlight, AtomicInteger::get);
        gauge(MetricNames.INVENTORY_LAST_RELOAD_SUCCESSFUL, inventoryIsGood, AtomicInteger::get);
        gauge(MetricNames.INVENTORY_LAST_RELOAD_SUCCESS_TIMESTAMP, inventoryReadAtMillis, millis -> millis.get() / 1e3);
        gauge(
                MetricNames.BUILD_INFO,
                Runtime.version(),
                java -> 1,
                "version",
                version,
                "java",
                Runtime.version().toString());
    }

    /** This scan, counted: in progress while it is subscribed to, and by its outcome once it has ended. */
    public Mono<ScanResult> counting(Mono<ScanResult> scan) {
        return Mono.using(
                inProgress::incrementAndGet,
                begun -> scan.doOnNext(
                        result -> member(scans, result.summary().outcome()).increment()),
                begun -> inProgress.decrementAndGet());
    }

    /** The inventory was read without a mistake. */
    public void inventoryRead(Instant when) {
        inventoryReadAtMillis.set(when.toEpochMilli());
        inventoryIsGood.set(1);
    }

    /** The inventory has mistakes; the old one is kept. */
    public void inventoryRefused() {
        inventoryIsGood.set(0);
    }

    @Override
    public void lookedUp(Duration took) {
        member(phases, Stage.DNS).record(took);
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
                .forEach((stage, took) -> member(phases, stage).record(took));
    }

    @Override
    public void dialogueCut() {
        inFlight.decrementAndGet();
    }

    @Override
    public void retryScheduled(Reason reason) {
        member(retries, reason).increment();
    }

    private Counter counter(MetricNames name, String... labels) {
        return Counter.builder(name.key()).description(name.help()).tags(labels).register(registry);
    }

    private Timer phase(Stage stage) {
        return Timer.builder(MetricNames.PROBE_PHASE.key())
                .description(MetricNames.PROBE_PHASE.help())
                .tags("stage", stage.label())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private <T> void gauge(MetricNames name, T state, ToDoubleFunction<T> value, String... labels) {
        // Micrometer makes an info family of a dot and "info", and drops the suffix of what merely ends so.
        String key = name.type() == MetricType.INFO ? name.key().replace("_info", ".info") : name.key();
        Gauge.builder(key, state, value)
                .description(name.help())
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    private static <K extends Enum<K>, V> Map<K, V> each(Class<K> set, Function<K, V> meter) {
        Map<K, V> all = new EnumMap<>(set);
        for (K member : set.getEnumConstants()) {
            all.put(member, meter.apply(member));
        }
        return Collections.unmodifiableMap(all);
    }

    private static <K extends Enum<K>, V> V member(Map<K, V> all, K member) {
        return Objects.requireNonNull(all.get(member));
    }
}
