package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the queries of a dashboard's panels against a real Prometheus and collects problems in the results. */
final class DashboardQueries {

    private static final Pattern VALUES = Pattern.compile("label_values\\((?:(.+), ?)?(\\w+)\\)");
    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
    private static final int RANGE_SECONDS = 120;

    private final PrometheusApi prometheus;
    private final int rangeSeconds;
    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> empty = new TreeSet<>();

    /** Creates queries over two minutes, with these values of variables that a user chooses. */
    DashboardQueries(PrometheusApi prometheus, Map<String, String> chosen) {
        this(prometheus, chosen, RANGE_SECONDS, "10s");
    }

    /** Creates queries over another range, with a step of 1 s, and with another rate interval. */
    DashboardQueries(PrometheusApi prometheus, Map<String, String> chosen, int rangeSeconds, String rateInterval) {
        this.prometheus = prometheus;
        this.rangeSeconds = rangeSeconds;
        this.variables = new LinkedHashMap<>(
                Map.of("__rate_interval", rateInterval, "__interval", "1s", "__range", rangeSeconds + "s"));
        variables.putAll(chosen);
    }

    /** The problems, one sentence each. */
    List<String> problems() {
        return problems;
    }

    /** The titles of panels with a query that returns no series. */
    Set<String> empty() {
        return empty;
    }

    /** Runs all queries of a dashboard file. */
    void ask(Path file) throws IOException, InterruptedException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(file));
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            choose(variable);
        }
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                ask(panel, target);
            }
        }
    }

    private void choose(JsonNode variable) throws IOException, InterruptedException {
        String name = variable.path("name").asString();
        if (variable.path("type").asString().equals("query")) {
            String query = filled(variable.path("query").path("query").asString());
            Matcher values = VALUES.matcher(query);
            if (!values.matches()) {
                problems.add("variable " + name + " asks in a form that is not known here: " + query);
                return;
            }
            Optional<JsonNode> found =
                    prometheus.ask("label/" + values.group(2) + "/values", "match[]", values.group(1));
            if (found.isEmpty() || found.get().isEmpty()) {
                problems.add("variable " + name + " has no values: " + query);
            } else {
                boolean several = variable.path("includeAll").asBoolean();
                variables.putIfAbsent(name, several ? ".+" : found.get().get(0).asString());
            }
        } else {
            variables.putIfAbsent(name, variable.path("query").asString());
        }
    }

    private void ask(JsonNode panel, JsonNode target) throws IOException, InterruptedException {
        String title = panel.path("title").asString();
        String expression = filled(target.path("expr").asString());
        Optional<JsonNode> answer = target.path("instant").asBoolean()
                ? prometheus.ask("query", "query", expression)
                : prometheus.ask("query_range", range(expression));
        if (answer.isEmpty()) {
            problems.add("\"" + title + "\" asks what Prometheus refuses: " + expression);
            return;
        }
        JsonNode series = answer.get().path("result");
        if (series.isEmpty()) {
            empty.add(title);
            return;
        }
        Matcher labels = LABEL.matcher(target.path("legendFormat").asString());
        while (labels.find()) {
            requireLabel(title, series, labels.group(1));
        }
        for (JsonNode transformation : panel.path("transformations")) {
            columns(transformation)
                    .filter(each -> isLabel(panel, each) && !isGroupedBy(expression, each))
                    .forEach(each -> requireLabel(title, series, each));
        }
    }

    /** The columns that an {@code organize} transformation orders; other transformations change the fields. */
    private static Stream<String> columns(JsonNode transformation) {
        return transformation.path("id").asString().equals("organize")
                ? transformation
                        .path("options")
                        .path("indexByName")
                        .propertyStream()
                        .map(Map.Entry::getKey)
                : Stream.empty();
    }

    private static boolean isLabel(JsonNode panel, String column) {
        return panel.path("type").asString().equals("table")
                && panel.path("transformations")
                        .valueStream()
                        .noneMatch(each -> each.path("id").asString().startsWith("group"))
                && !column.startsWith("Value");
    }

    /**
     * Whether the expression groups by this label; then series without it are valid, such as site alerts without a
     * target.
     */
    private static boolean isGroupedBy(String expression, String label) {
        return Pattern.compile("by \\([^)]*\\b" + label + "\\b[^)]*\\)")
                .matcher(expression)
                .find();
    }

    private void requireLabel(String title, JsonNode series, String label) {
        if (series.valueStream().noneMatch(each -> each.path("metric").has(label))) {
            problems.add("\"" + title + "\" names the label " + label + ", which no series has");
        }
    }

    private String[] range(String expression) {
        long now = Clock.systemUTC().millis() / 1_000;
        return new String[] {
            "query", expression, "start", String.valueOf(now - rangeSeconds), "end", String.valueOf(now), "step", "1"
        };
    }

    private String filled(String text) {
        String all = text;
        for (Map.Entry<String, String> each : variables.entrySet()) {
            all = all.replace("$" + each.getKey(), each.getValue());
        }
        return all;
    }
}
