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

/** Asks a real Prometheus what the panels of a dashboard would ask, and says what would be wrong with the answers. */
final class DashboardQueries {

    private static final Pattern VALUES = Pattern.compile("label_values\\((?:(.+), ?)?(\\w+)\\)");
    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
    private static final int RANGE_SECONDS = 120;

    private final RoutedRequest prometheus;
    private final int rangeSeconds;
    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> empty = new TreeSet<>();

    /** With values for variables that a person would choose. */
    DashboardQueries(RoutedRequest prometheus, Map<String, String> chosen) {
        this(prometheus, chosen, RANGE_SECONDS, "10s");
    }

    /** The same over another range, with a point for each second, and another span of time for rates. */
    DashboardQueries(RoutedRequest prometheus, Map<String, String> chosen, int rangeSeconds, String rateInterval) {
        this.prometheus = prometheus;
        this.rangeSeconds = rangeSeconds;
        this.variables = new LinkedHashMap<>(
                Map.of("__rate_interval", rateInterval, "__interval", "1s", "__range", rangeSeconds + "s"));
        variables.putAll(chosen);
    }

    /** What is wrong, a sentence each. */
    List<String> problems() {
        return problems;
    }

    /** The titles of the panels, without whose data there would be nothing to see. */
    Set<String> empty() {
        return empty;
    }

    /** Asks everything that a dashboard asks. */
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
                    .filter(each -> isLabel(panel, each) && !isAskedFor(expression, each))
                    .forEach(each -> requireLabel(title, series, each));
        }
    }

    /** The columns that a table of labels puts in order; after other transformations the fields are others. */
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

    /** A label of the answer's own choosing: a site has alerts without a target, and the column is there for the others. */
    private static boolean isAskedFor(String expression, String label) {
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
