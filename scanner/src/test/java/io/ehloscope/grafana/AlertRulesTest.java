package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.metrics.MetricNames;
import io.ehloscope.metrics.MetricType;
import io.ehloscope.plan.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    /** A row of a table in grafana/README.md whose first column names findings. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z_`, ]+`) \\| ([^|]+) \\|");

    private static final Pattern CODE = Pattern.compile("`(\\w+)`");

    static List<AlertRule> alerts() throws IOException {
        return AlertRule.all();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysHowBadItIsWhatItIsAndWhereToLook(AlertRule alert) {
        Stream<String> severities = Arrays.stream(Severity.values()).map(Severity::label);
        assertThat(alert.severityInWords())
                .isIn(Stream.concat(severities, Stream.of(AlertRule.OF_FINDING)).toList());
        assertThat(alert.labels().get("component")).isIn("fleet", "scanner");
        assertThat(alert.annotations()).containsOnlyKeys(annotations(alert));
        assertThat(alert.plainSummary()).hasSizeLessThan(140).doesNotEndWith(".");
        assertThat(alert.annotations().get("description"))
                .endsWith(alert.annotations().get("description").strip());
        assertThat(alert.annotations().get("runbook_url")).isEqualTo(Dashboard.RUNBOOKS + "/" + alert.name() + ".md");
        assertThat(dashboards(String.valueOf(alert.annotations().get("dashboard_url"))))
                .singleElement()
                .isIn(FleetDashboard.UID, TargetDashboard.UID, ScannerDashboard.UID);
    }

    /** Which annotations an alert has: those about the fleet link to pages of the service. */
    private static String[] annotations(AlertRule alert) {
        Stream<String> all = Stream.of("summary", "description", "runbook_url", "dashboard_url");
        if ("fleet".equals(alert.labels().get("component"))) {
            all = Stream.concat(all, Stream.of("page_url"));
            if (alert.annotations().getOrDefault("summary", "").contains("$labels.target")) {
                all = Stream.concat(all, Stream.of("probe_url"));
            }
        }
        return all.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertAboutTheFleetNamesTheCommandThatProbesAsTheServiceDoes(AlertRule alert) {
        boolean event = alert.waits() == null;
        if ("fleet".equals(alert.labels().get("component")) && !event) {
            assertThat(alert.annotations().get("description")).contains("run: ehloscope probe --inventory FILE ");
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertHasARunbook(AlertRule alert) throws IOException {
        assertThat(Files.readString(Runbooks.TEXTS.resolve(alert.name() + ".md")))
                .startsWith("# " + alert.name() + "\n")
                .contains("{{rule}}");
    }

    /** The table in grafana/README.md names the alerts of each finding, or states why it has none. */
    @ParameterizedTest
    @EnumSource
    void aFindingHasAnAlertOrAReasonForNone(FindingKind kind) throws IOException {
        List<String> rows = ROW.matcher(Files.readString(GRAFANA.resolve("README.md")))
                .results()
                .filter(each -> each.group(1).contains("`" + kind.label() + "`"))
                .map(each -> each.group(2))
                .toList();
        assertThat(rows).as("rows about %s", kind.label()).hasSize(1);
        List<String> named = CODE.matcher(rows.get(0))
                .results()
                .map(each -> each.group(1))
                .filter(each -> !each.equals(each.toLowerCase(Locale.ROOT)))
                .toList();
        List<String> alerts = alerts().stream()
                .filter(each -> each.findings().contains(kind.label()))
                .map(AlertRule::name)
                .toList();
        if (alerts.isEmpty()) {
            assertThat(rows.get(0)).as("why %s has no alert", kind.label()).endsWith(".");
        } else {
            assertThat(alerts).containsAll(named);
            assertThat(named).anyMatch(each -> firesForOne(kind, each));
        }
    }

    /** Whether a test of promtool has a single server with the finding, or a count of one, for which the alert fires. */
    private static boolean firesForOne(FindingKind kind, String alert) {
        Pattern one =
                Pattern.compile("ehlo_(?:target_finding|fleet_finding_targets)\\{.*finding=\"" + kind.label() + "\"");
        return tests().stream()
                .filter(test -> test.path("input_series")
                        .valueStream()
                        .anyMatch(each ->
                                one.matcher(each.path("series").asString()).find()))
                .flatMap(test -> test.path("alert_rule_test").valueStream())
                .filter(each -> each.path("alertname").asString().equals(alert))
                .anyMatch(each -> !each.path("exp_alerts").isEmpty());
    }

    @Test
    void alertmanagerKnowsTheAlertsThatItInhibits() throws IOException {
        Set<String> names = alerts().stream().map(AlertRule::name).collect(Collectors.toSet());
        List<String> named = Pattern.compile("alertname=~?\"([^\"]+)\"")
                .matcher(Files.readString(GRAFANA.resolve("alertmanager.yml")))
                .results()
                .flatMap(each -> Arrays.stream(each.group(1).split("\\|")))
                .toList();
        assertThat(named).isNotEmpty();
        assertThat(names).containsAll(named);
    }

    private static List<JsonNode> tests() {
        try {
            return new YAMLMapper()
                    .readTree(Files.readString(GRAFANA.resolve("alerts-test.yml")))
                    .path("tests")
                    .valueStream()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertIsSeenToFireAndNotToFire(AlertRule alert) {
        List<JsonNode> cases = tests().stream()
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
