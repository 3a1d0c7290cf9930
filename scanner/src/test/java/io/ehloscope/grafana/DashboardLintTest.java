package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The rules of Grafana's dashboard linter (github.com/grafana/dashboard-linter), under the names that they have there, as
 * its code of June 2026 has them, a warning being as bad as an error (strict). Where its rules look at some types of panels
 * alone, these look at all of them. Two of its seventeen are about Loki, which is not asked here; and whether an expression
 * is PromQL at all ({@code target-promql-rule}) a real Prometheus says in {@code MonitoringIT}. Exceptions stand in {@code
 * .lint}, with their reasons.
 */
class DashboardLintTest {

    private static final Pattern METRIC = Pattern.compile(
            "(?<![\\w:\"$.])(?:\\w+:ehlo_\\w+:\\w+|(?:ehlo|jvm|process|system)_\\w+|up|ALERTS)\\b(\\{[^}]*})?");
    private static final Pattern COUNTER = Pattern.compile("\\w+_total\\b");
    private static final Pattern RATED = Pattern.compile("(?:rate|irate|increase)\\(\\w+_total\\b");
    private static final Pattern FIXED_RANGE =
            Pattern.compile("(?:rate|irate|increase)\\([^\\[]*\\[(?!\\$__rate_interval])");

    /** A query of a variable, and the functions that there are. */
    private static final Pattern VARIABLE =
            Pattern.compile("(?:label_names|label_values|metrics|query_result)\\(.+\\)");

    /** Of the units that Grafana knows, those that the linter has on its list and that are used here. */
    private static final Set<String> UNITS = Set.of("none", "short", "percentunit", "bytes", "s", "cps");

    private final Set<String> broken = new TreeSet<>();

    @Test
    void everyRuleHoldsButForTheArguedExceptions() throws IOException {
        for (Dashboard dashboard : GrafanaFiles.dashboards()) {
            lint(JsonMapper.shared().readTree(dashboard.json()));
        }
        JsonNode exclusions = new YAMLMapper()
                .readTree(Files.readString(GrafanaFiles.DASHBOARDS.resolve(".lint")))
                .path("exclusions");
        List<String> unused = new ArrayList<>();
        exclusions.propertyStream().forEach(rule -> {
            assertThat(rule.getValue().path("reason").asString())
                    .as(rule.getKey())
                    .isNotBlank();
            for (JsonNode entry : rule.getValue().path("entries")) {
                String place = rule.getKey() + ": " + entry.path("dashboard").asString()
                        + (entry.has("panel") ? " / " + entry.path("panel").asString() : "");
                if (!broken.removeIf(each -> each.equals(place) || each.startsWith(place + " / "))) {
                    unused.add(place);
                }
            }
        });
        assertThat(broken).isEmpty();
        assertThat(unused).as("exceptions that nothing needs").isEmpty();
    }

    private void lint(JsonNode dashboard) {
        String title = dashboard.path("title").asString();
        List<JsonNode> variables =
                dashboard.path("templating").path("list").valueStream().toList();
        Map<String, JsonNode> byName = variables.stream()
                .collect(Collectors.toMap(each -> each.path("name").asString(), each -> each));
        List<JsonNode> sources = variables.stream()
                .filter(each -> each.path("type").asString().equals("datasource"))
                .toList();
        require(
                "template-datasource-rule",
                title,
                sources.size() == 1
                        && sources.get(0).path("name").asString().equals("datasource")
                        && sources.get(0).path("label").asString().equals("Data source")
                        && sources.get(0).path("query").asString().equals("prometheus"));
        require("template-job-rule", title, isChoice(byName.get("job"), "Job"));
        require("template-instance-rule", title, isChoice(byName.get("instance"), "Instance"));
        for (JsonNode variable : variables) {
            if (variable.path("type").asString().equals("query")) {
                require(
                        "template-on-time-change-reload-rule",
                        title,
                        variable.path("refresh").asInt() == 2);
                require(
                        "template-label-promql-rule",
                        title,
                        VARIABLE.matcher(variable.path("query").path("query").asString())
                                .matches());
                assertThat(isTemplated(variable.path("datasource")))
                        .as("%s: the variable asks the chosen data source", title)
                        .isTrue();
            }
        }
        require("uneditable-dashboard", title, !dashboard.path("editable").asBoolean(true));
        for (JsonNode panel : dashboard.path("panels")) {
            if (!panel.path("type").asString().equals("row")) {
                lint(title + " / " + panel.path("title").asString(), panel);
            }
        }
    }

    private void lint(String place, JsonNode panel) {
        require("panel-datasource-rule", place, isTemplated(panel.path("datasource")));
        require(
                "panel-title-description-rule",
                place,
                !panel.path("title").asString().isBlank()
                        && panel.path("description").asString().endsWith("."));
        require("panel-units-rule", place, units(panel.path("fieldConfig")).allMatch(UNITS::contains));
        require("panel-no-targets-rule", place, !panel.path("targets").isEmpty());
        for (JsonNode target : panel.path("targets")) {
            String expression = target.path("expr").asString();
            require(
                    "target-rate-interval-rule",
                    place,
                    !FIXED_RANGE.matcher(expression).find());
            require(
                    "target-counter-agg-rule",
                    place,
                    COUNTER.matcher(expression).results().count()
                            == RATED.matcher(expression).results().count());
            for (String name : List.of("job", "instance")) {
                String matcher = name + "=~\"$" + name + "\"";
                require(
                        "target-" + name + "-rule",
                        place,
                        METRIC.matcher(expression)
                                .results()
                                .allMatch(each -> each.group().contains(matcher)));
            }
        }
    }

    /** The unit of a panel, which it has to have, and those of single fields of it. */
    private static Stream<String> units(JsonNode fieldConfig) {
        Stream<JsonNode> ofFields = fieldConfig
                .path("overrides")
                .valueStream()
                .flatMap(each -> each.path("properties").valueStream())
                .filter(each -> each.path("id").asString().equals("unit"))
                .map(each -> each.path("value"));
        return Stream.concat(Stream.of(fieldConfig.path("defaults").path("unit")), ofFields)
                .map(each -> each.asString(""));
    }

    private static boolean isChoice(@Nullable JsonNode variable, String label) {
        return variable != null
                && variable.path("type").asString().equals("query")
                && isTemplated(variable.path("datasource"))
                && variable.path("label").asString().equals(label)
                && variable.path("multi").asBoolean()
                && variable.path("allValue").asString().equals(".+");
    }

    private static boolean isTemplated(JsonNode source) {
        return source.path("uid").asString().equals("${datasource}");
    }

    private void require(String rule, String place, boolean holds) {
        if (!holds) {
            broken.add(rule + ": " + place);
        }
    }
}
