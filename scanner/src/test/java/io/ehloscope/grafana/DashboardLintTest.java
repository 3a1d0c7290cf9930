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
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The rules of Grafana's dashboard linter, in strict mode, under the names that they have there
 * (github.com/grafana/dashboard-linter, docs/rules). Whether expressions are PromQL at all, a real Prometheus says in
 * {@code MonitoringIT}. Exceptions stand in {@code .lint}, with their reasons.
 */
class DashboardLintTest {

    private static final Pattern METRIC = Pattern.compile(
            "(?<![\\w:\"$.])(?:\\w+:ehlo_\\w+:\\w+|(?:ehlo|jvm|process|system)_\\w+|up|ALERTS)\\b(\\{[^}]*})?");
    private static final Pattern COUNTER = Pattern.compile("\\w+_total\\b");
    private static final Pattern RATED = Pattern.compile("(?:rate|irate|increase)\\(\\w+_total\\b");
    private static final Pattern FIXED_RANGE =
            Pattern.compile("(?:rate|irate|increase)\\([^\\[]*\\[(?!\\$__rate_interval])");

    private final Set<String> broken = new TreeSet<>();

    @Test
    void everyRuleHoldsButForTheArguedExceptions() throws IOException {
        for (Dashboard dashboard : DashboardsTest.all()) {
            lint(JsonMapper.shared().readTree(dashboard.json()));
        }
        JsonNode exclusions = new YAMLMapper()
                .readTree(Files.readString(DashboardsTest.FOLDER.resolve(".lint")))
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
        JsonNode source = byName.get("datasource");
        require(
                "template-datasource-rule",
                title,
                source != null && source.path("label").asString().equals("Data source"));
        for (String name : List.of("job", "instance")) {
            JsonNode variable = byName.get(name);
            require(
                    "template-" + name + "-rule",
                    title,
                    variable != null
                            && variable.path("multi").asBoolean()
                            && variable.path("allValue").asString().equals(".+")
                            && variable.path("label").asString().equalsIgnoreCase(name));
        }
        for (JsonNode variable : variables) {
            if (variable.path("type").asString().equals("query")) {
                require(
                        "template-on-time-change-reload-rule",
                        title,
                        variable.path("refresh").asInt() == 2);
                require("template-label-promql-rule", title, isTemplated(variable.path("datasource")));
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
        require(
                "panel-units-rule",
                place,
                panel.path("fieldConfig").path("defaults").has("unit"));
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

    private static boolean isTemplated(JsonNode source) {
        return source.path("uid").asString().equals("${datasource}");
    }

    private void require(String rule, String place, boolean holds) {
        if (!holds) {
            broken.add(rule + ": " + place);
        }
    }
}
