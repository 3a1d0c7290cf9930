package io.ehloscope.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What was asked of {@code /probe}. Safe for use by many threads. */
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

    /** What came of a request. */
    public enum Outcome {
        /** The target was looked at; whatever it did. */
        PROBED,
        /** The target is not in the inventory. */
        UNKNOWN_TARGET,
        /** The request made no sense. */
        BAD_REQUEST,
        /** There were too many at once. */
        BUSY,
        /** Nobody waited for the answer any more. */
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

    /** A request came to this, and no probe was begun for it. */
    public void turnedAway(Outcome outcome) {
        Meters.member(requests, outcome).increment();
    }

    /** A probe begins. */
    public Running begun() {
        Timer.Sample sample = Timer.start(registry);
        return outcome -> {
            Meters.member(requests, outcome).increment();
            sample.stop(probes);
        };
    }

    /** A probe that goes on. */
    @FunctionalInterface
    public interface Running {
        /** It has come to this; to be told once. */
        void ended(Outcome outcome);
    }
}
