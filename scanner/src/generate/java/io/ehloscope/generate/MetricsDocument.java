package io.ehloscope.generate;

import io.ehloscope.metrics.MetricNames;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The page {@code docs/metrics.md}: an introduction and one row for each metric. */
final class MetricsDocument {

    static final Path FILE = Path.of("docs", "metrics.md");

    private static final String INTRODUCTION = """
            # Metrics

            `serve` and `demo` serve these metrics at `/metrics`, as OpenMetrics or in the Prometheus text format. A scrape
            always shows one whole scan, the last completed one. Before the first scan has completed, there are no series of the
            fleet, targets, or scan. These are also the only series that `scan -o prometheus` writes.

            Only `ehlo_target_info` has the free labels of the inventory. To add them to another series, use a join:
            `ehlo_target_answered * on (site, target) group_left (country) ehlo_target_info`. A character that Prometheus does
            not allow in a label name becomes `_`. A name that is already in use gets the prefix `label_`. Control characters in
            a value become escapes, and a backslash is doubled.

            With `metrics: {per_target: findings}` in the inventory, only targets with a finding have series with the label
            `target`. With `off`, no target has them. In addition, there are the `jvm_*`, `process_*`, and `system_*` series of
            Micrometer.

            This page is generated from the program; do not edit it.

            """;

    private MetricsDocument() {}

    /** The whole page. */
    static String text() {
        return Arrays.stream(MetricNames.values())
                .map(MetricsDocument::row)
                .collect(Collectors.joining(
                        "", INTRODUCTION + "| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n", ""));
    }

    private static String row(MetricNames name) {
        String labels = name.labels().stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
        String free = name == MetricNames.TARGET_INFO ? ", free labels" : "";
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(name.key(), name.type().label(), name.unit(), labels + free, name.help());
    }
}
