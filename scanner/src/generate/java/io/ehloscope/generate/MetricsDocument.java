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
            `target`. With `off`, no target has them. A finding is whatever is wrong with a target, whatever its severity. In addition, there are the `jvm_*`, `process_*`, and `system_*` series of
            Micrometer.

            Every label value is from a closed set, from the inventory, or, for `address`, `product` and `product_version`, bounded;
            no server can add series. Findings add this many:

            - `ehlo_target_finding` has one series for each finding and severity of a target: several missing verbs of one severity
              are one series. A target without findings has none.
            - `ehlo_fleet_finding_targets` has a series for each finding and severity that occur at a site. A finding that no target
              has counts 0 with the severity that it would have there, by the inventory, the profile and the port, and none if the
              inventory turns it off: so a count returns to 0 and does not end, and a site has about 25 of these series. A 0 for
              every severity would be 66 for each site, most of them never anything else.
            - `ehlo_fleet_tls_targets` has six series for each site whose targets use TLS: the versions from `SSLv3` to `TLSv1.3`,
              and `other`.

            What this costs is in [performance.md](performance.md#scrapes). The severity of an alert is the label `severity` of these
            series, which the inventory sets (`findings`).

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
