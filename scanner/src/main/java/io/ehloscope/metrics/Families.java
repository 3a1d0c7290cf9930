package io.ehloscope.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects series by metric family while a snapshot is made. Not thread-safe. */
final class Families {

    private static final String INFO_SUFFIX = "_info";

    private final Map<MetricNames, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(MetricNames.class);
    private final Map<MetricNames, List<InfoDataPointSnapshot>> infos = new EnumMap<>(MetricNames.class);

    /** Adds one value. A set of labels must occur only once in a family. */
    void gauge(MetricNames name, Labels labels, double value) {
        gauges.computeIfAbsent(name, any -> new ArrayList<>()).add(new GaugeDataPointSnapshot(value, labels, null));
    }

    /** Adds one info row, which consists of labels only. */
    void info(MetricNames name, Labels labels) {
        infos.computeIfAbsent(name, any -> new ArrayList<>()).add(new InfoDataPointSnapshot(labels));
    }

    /** Removes all collected series. */
    void clear() {
        gauges.clear();
        infos.clear();
    }

    /** Returns the collected series, without families that have none. */
    MetricSnapshots snapshots() {
        Stream<MetricSnapshot> all = Stream.concat(
                gauges.entrySet().stream().map(each -> new GaugeSnapshot(metadata(each.getKey()), each.getValue())),
                infos.entrySet().stream().map(each -> new InfoSnapshot(metadata(each.getKey()), each.getValue())));
        return new MetricSnapshots(all.toList());
    }

    /** The name of an info family lacks the suffix of its series. */
    private static MetricMetadata metadata(MetricNames name) {
        String key = name.key();
        String family = name.type() == MetricType.INFO ? key.substring(0, key.length() - INFO_SUFFIX.length()) : key;
        return new MetricMetadata(family, name.help(), unit(name));
    }

    private static @Nullable Unit unit(MetricNames name) {
        return name.unit().isEmpty() ? null : new Unit(name.unit());
    }
}
