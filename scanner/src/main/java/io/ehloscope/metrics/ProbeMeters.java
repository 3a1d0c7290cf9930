package io.ehloscope.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Meters of the requests to {@code /probe}. Thread-safe. */
public final class ProbeMeters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1)
    };

    private final MeterRegistry registry;
    private final Map<Outcome, Counter> requests;
    private final Timer probes;

    /** The outcome of a request. */
    public enum Outcome {
        /** The target was probed, whatever its verdict. */
        PROBED,
        /** The target is not in the inventory. */
        UNKNOWN_TARGET,
        /** The request is invalid. */
        BAD_REQUEST,
        /** There were too many concurrent probes. */
        BUSY,
        /** The client disconnected before the response. */
        ABANDONED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Registers the meters. */
    public ProbeMeters(MeterRegistry registry) {
        this.registry = registry;
        Meters meters = new Meters(registry);
        this.requests = Meters.each(
                Outcome.class, outcome -> meters.counter(MetricNames.PROBE_REQUESTS, "outcome", outcome.label()));
        this.probes = meters.timer(MetricNames.PROBE_REQUEST, BUCKETS);
    }

    /** Counts a request that was rejected without a probe. */
    public void rejected(Outcome outcome) {
        Meters.member(requests, outcome).increment();
    }

    /** Starts the timer of a probe. */
    public Running begun() {
        Timer.Sample sample = Timer.start(registry);
        return outcome -> {
            Meters.member(requests, outcome).increment();
            sample.stop(probes);
        };
    }

    /** A probe in progress. */
    @FunctionalInterface
    public interface Running {
        /** Counts the outcome and stops the timer; call it once. */
        void ended(Outcome outcome);
    }
}
