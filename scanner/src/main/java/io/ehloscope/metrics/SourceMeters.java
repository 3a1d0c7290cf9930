package io.ehloscope.metrics;

import io.ehloscope.plan.SourceState;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Meters of the sources of targets: one series of each for every source. */
public final class SourceMeters {

    private static final String LABEL = "source";

    private final MeterRegistry registry;
    private final Meters meters;
    private final Map<String, List<Meter>> registered = new HashMap<>();

    /** Creates the meters of no source. */
    public SourceMeters(MeterRegistry registry) {
        this.registry = registry;
        this.meters = new Meters(registry);
    }

    /**
     * Registers the meters of sources that are new, and removes those of sources that are gone.
     *
     * @param states the state of each source; called again at each scrape
     * @param clock the clock for ages
     */
    public synchronized void follow(Supplier<List<SourceState>> states, Clock clock) {
        Set<String> names = states.get().stream().map(SourceState::name).collect(Collectors.toSet());
        Set<String> gone = new HashSet<>(registered.keySet());
        gone.removeAll(names);
        for (String each : gone) {
            List<Meter> old = registered.remove(each);
            if (old != null) {
                old.forEach(registry::remove);
            }
        }
        Instant since = clock.instant();
        names.forEach(name -> registered.computeIfAbsent(
                name,
                added -> List.of(
                        meters.removableGauge(
                                MetricNames.INVENTORY_SOURCE_AGE,
                                states,
                                all -> age(all.get(), name, clock.instant(), since),
                                LABEL,
                                name),
                        meters.removableGauge(
                                MetricNames.INVENTORY_SOURCE_TARGETS,
                                states,
                                all -> targets(all.get(), name),
                                LABEL,
                                name))));
    }

    /** The age in seconds; of a source that was never read, the time since it was listed. */
    private static double age(List<SourceState> all, String name, Instant now, Instant since) {
        for (SourceState each : all) {
            if (each.name().equals(name)) {
                Duration age = each.age(now);
                return (age == null ? Duration.between(since, now) : age).toMillis() / 1e3;
            }
        }
        return Double.NaN;
    }

    private static double targets(List<SourceState> all, String name) {
        return all.stream()
                .filter(each -> each.name().equals(name))
                .mapToInt(SourceState::targets)
                .findFirst()
                .orElse(0);
    }
}
