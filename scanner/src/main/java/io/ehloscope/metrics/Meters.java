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
 * @param registry where they are scraped
 */
record Meters(MeterRegistry registry) {

    /** A counter, which begins at zero. */
    Counter counter(MetricNames name, String... labels) {
        return Counter.builder(key(name)).description(name.help()).tags(labels).register(registry);
    }

    /** A histogram of times, and the longest of late beside it. */
    Timer timer(MetricNames name, Duration[] buckets, String... labels) {
        return Timer.builder(key(name))
                .description(name.help())
                .tags(labels)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /** A value that is asked for at each scrape; the registry keeps the state alive. */
    <T> void gauge(MetricNames name, T state, ToDoubleFunction<T> value, String... labels) {
        Gauge.builder(key(name), state, value)
                .description(name.help())
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    /** A meter for every member of a closed set, registered at once, so that a rate never misses its first increase. */
    static <K extends Enum<K>, V> Map<K, V> each(Class<K> set, Function<K, V> meter) {
        Map<K, V> all = new EnumMap<>(set);
        for (K member : set.getEnumConstants()) {
            all.put(member, meter.apply(member));
        }
        return Collections.unmodifiableMap(all);
    }

    /** The meter of one member. */
    static <K extends Enum<K>, V> V member(Map<K, V> all, K member) {
        return Objects.requireNonNull(all.get(member));
    }

    /** Micrometer makes an info family of a dot and "info", and drops the suffix of what merely ends so. */
    private static String key(MetricNames name) {
        return name.type() == MetricType.INFO ? name.key().replace("_info", ".info") : name.key();
    }
}
