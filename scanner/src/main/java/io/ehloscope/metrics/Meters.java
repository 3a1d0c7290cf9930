package io.ehloscope.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Registers meters as {@link MetricNames} describes them.
 *
 * @param registry the registry to register with
 */
record Meters(MeterRegistry registry) {

    /** Registers a counter, which starts at zero. */
    Counter counter(MetricNames name, String... labels) {
        return Counter.builder(key(name)).description(name.help()).tags(labels).register(registry);
    }

    /** Registers a histogram of durations, with a gauge of the recent maximum. */
    Timer timer(MetricNames name, Duration[] buckets, String... labels) {
        return Timer.builder(key(name))
                .description(name.help())
                .tags(labels)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /** Registers a gauge whose value is read at each scrape; the registry holds a strong reference to the state. */
    <T> void gauge(MetricNames name, T state, ToDoubleFunction<T> value, String... labels) {
        removableGauge(name, state, value, labels);
    }

    /** {@link #gauge} that returns the gauge, to remove it from the registry later. */
    <T> Gauge removableGauge(MetricNames name, T state, ToDoubleFunction<T> value, String... labels) {
        return Gauge.builder(key(name), state, value)
                .description(name.help())
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    /** Registers a meter for every enum constant immediately, so that a rate never misses its first increase. */
    static <K extends Enum<K>, V> Map<K, V> each(Class<K> set, Function<K, V> meter) {
        Map<K, V> all = new EnumMap<>(set);
        for (K member : set.getEnumConstants()) {
            all.put(member, meter.apply(member));
        }
        return Collections.unmodifiableMap(all);
    }

    /** Returns the meter of one enum constant. */
    static <K extends Enum<K>, V> V member(Map<K, V> all, K member) {
        return Objects.requireNonNull(all.get(member));
    }

    /** Micrometer creates an info family from the suffix ".info", and drops the suffix "_info". */
    private static String key(MetricNames name) {
        return name.type() == MetricType.INFO ? name.key().replace("_info", ".info") : name.key();
    }
}
