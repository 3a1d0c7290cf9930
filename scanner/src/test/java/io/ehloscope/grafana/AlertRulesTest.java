package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Severity;
import io.ehloscope.metrics.MetricNames;
import io.ehloscope.metrics.MetricType;
import io.ehloscope.plan.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What promtool does not check of the rules: that they are whole, tested, and about metrics that there are. */
class AlertRulesTest {

    private static final Path GRAFANA = Path.of("..", "grafana");
    private static final Pattern DASHBOARD = Pattern.compile("/d/([\\w-]+)");
    private static final Pattern METRIC = Pattern.compile("(?<![\\w:])ehlo_[a-z_]+");

    /** What a single scan found, be it in a record. */
    private static final Pattern OF_ONE_SCAN =
            Pattern.compile("ehlo_(?:fleet|target|missing)_|ehlo_scan_(?:targets|duration)|\\bsite\\w*:ehlo");

    static List<AlertRule> alerts() throws IOException {
        return AlertRule.all();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysHowBadItIsWhatItIsAndWhereToLook(AlertRule alert) {
        Stream<String> severities = Arrays.stream(Severity.values()).map(Severity::label);
        assertThat(alert.severityInWords())
                .isIn(Stream.concat(severities, Stream.of("of the verb")).toList());
        assertThat(alert.labels().get("component")).isIn("fleet", "scanner");
        assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook_url", "dashboard_url");
        assertThat(alert.annotations().get("summary")).hasSizeLessThan(140).doesNotEndWith(".");
        assertThat(alert.annotations().get("description"))
                .endsWith(alert.annotations().get("description").strip());
        assertThat(alert.annotations().get("runbook_url")).isEqualTo(Dashboard.RUNBOOKS + "/" + alert.name() + ".md");
        assertThat(dashboards(String.valueOf(alert.annotations().get("dashboard_url"))))
                .singleElement()
                .isIn(FleetDashboard.UID, TargetDashboard.UID, ScannerDashboard.UID);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertIsSeenToFireAndNotToFire(AlertRule alert) throws IOException {
        List<JsonNode> cases = new YAMLMapper()
                .readTree(Files.readString(GRAFANA.resolve("alerts-test.yml")))
                .path("tests")
                .valueStream()
                .flatMap(test -> test.path("alert_rule_test").valueStream())
                .filter(each -> each.path("alertname").asString().equals(alert.name()))
                .toList();
        assertThat(cases).anyMatch(each -> each.path("exp_alerts").isEmpty());
        assertThat(cases).anyMatch(each -> !each.path("exp_alerts").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void oneLostScanFiresNoAlert(AlertRule alert) {
        boolean pages = !"info".equals(alert.labels().get("severity"));
        if (pages) {
            assertThat(alert.waits()).as("for").isNotNull();
            if (OF_ONE_SCAN.matcher(alert.expression()).find()) {
                // PT20M and the like; what a scan found stands until the next has ended.
                assertThat(Duration.parse("PT" + alert.waits()))
                        .isGreaterThan(Schedule.DEFAULT.interval().plusMinutes(2));
            }
        }
    }

    @Test
    void rulesAndDashboardsAskForMetricsThatThereAre() throws IOException {
        Set<String> known = Arrays.stream(MetricNames.values())
                .flatMap(each -> each.type() == MetricType.HISTOGRAM
                        ? Stream.of("_bucket", "_sum", "_count").map(suffix -> each.key() + suffix)
                        : Stream.of(each.key()))
                .collect(Collectors.toSet());
        for (String file : List.of(
                "recording.yml",
                "alerts.yml",
                "dashboards/ehloscope-fleet.json",
                "dashboards/ehloscope-target.json",
                "dashboards/ehloscope-scanner.json")) {
            String text = Files.readString(GRAFANA.resolve(file));
            Set<String> asked =
                    METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
            assertThat(known).as(file).containsAll(asked);
        }
    }

    private static List<String> dashboards(String url) {
        return DASHBOARD.matcher(url).results().map(each -> each.group(1)).toList();
    }
}
