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

/** Series as they are gathered, family by family. Not thread-safe; it lives while a snapshot is made. */
final class Families {

    private static final String INFO_SUFFIX = "_info";

    private final Map<MetricNames, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(MetricNames.class);
    private final Map<MetricNames, List<InfoDataPointSnapshot>> infos = new EnumMap<>(MetricNames.class);

    /** Adds one value. A set of labels comes once in a family. */
    void gauge(MetricNames name, Labels labels, double value) {
        gauges.computeIfAbsent(name, any -> new ArrayList<>()).add(new GaugeDataPointSnapshot(value, labels, null));
    }

    /** Adds one row that is all labels. */
    void info(MetricNames name, Labels labels) {
        infos.computeIfAbsent(name, any -> new ArrayList<>()).add(new InfoDataPointSnapshot(labels));
    }

    /** Forgets what was gathered. */
    void clear() {
        gauges.clear();
        infos.clear();
    }

    /** What was gathered; a family without a series is not there. */
    MetricSnapshots snapshots() {
        Stream<MetricSnapshot> all = Stream.concat(
                gauges.entrySet().stream().map(each -> new GaugeSnapshot(metadata(each.getKey()), each.getValue())),
                infos.entrySet().stream().map(each -> new InfoSnapshot(metadata(each.getKey()), each.getValue())));
        return new MetricSnapshots(all.toList());
    }

    /** An info family is named without the suffix that its series carry. */
    private static MetricMetadata metadata(MetricNames name) {
        String key = name.key();
        String family = name.type() == MetricType.INFO ? key.substring(0, key.length() - INFO_SUFFIX.length()) : key;
        return new MetricMetadata(family, name.help(), unit(name));
    }

    private static @Nullable Unit unit(MetricNames name) {
        return name.unit().isEmpty() ? null : new Unit(name.unit());
    }
}
