package io.ehloscope.web;

import io.ehloscope.metrics.FleetCollector;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The series of the fleet as text, encoded once for each snapshot and format when they are asked for first, and packed:
 * nothing else of it is kept. Whoever asks while that is done waits for the same. Safe for use by many threads.
 */
final class FleetEncoding {

    private final FleetCollector fleet;
    private final Scheduler encoder;
    private final AtomicReference<Encodings> current;

    /**
     * An encoding that nobody has asked for yet.
     *
     * @param encoder where it is done
     */
    FleetEncoding(FleetCollector fleet, Scheduler encoder) {
        this.fleet = fleet;
        this.encoder = encoder;
        this.current = new AtomicReference<>(new Encodings(fleet.collect(), encoder));
    }

    /** The series of what is shown now, to the end of the text: others can come before them. */
    @SuppressWarnings("ReferenceEquality") // the same snapshot gives the same object, and there is no other equality
    Mono<Deflated> in(MetricsFormat format) {
        MetricSnapshots series = fleet.collect();
        return current.updateAndGet(known -> known.series == series ? known : new Encodings(series, encoder))
                .in(format);
    }

    /** Those of one snapshot. */
    private static final class Encodings {
        private final MetricSnapshots series;
        private final Map<MetricsFormat, Mono<Deflated>> each = new EnumMap<>(MetricsFormat.class);

        Encodings(MetricSnapshots series, Scheduler encoder) {
            this.series = series;
            for (MetricsFormat format : MetricsFormat.values()) {
                // A failure is not kept: the encoder may have been too busy.
                each.put(
                        format,
                        Mono.fromCallable(() -> encoded(series, format))
                                .subscribeOn(encoder)
                                .cacheInvalidateIf(done -> false));
            }
        }

        Mono<Deflated> in(MetricsFormat format) {
            return Objects.requireNonNull(each.get(format));
        }
    }

    private static Deflated encoded(MetricSnapshots series, MetricsFormat format) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register(() -> series);
        try (Deflating packing = new Deflating()) {
            registry.scrape(packing, format.contentType());
            return packing.packed();
        }
    }
}
