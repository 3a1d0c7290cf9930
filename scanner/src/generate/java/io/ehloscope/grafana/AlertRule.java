package io.ehloscope.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * An alert of {@code grafana/alerts.yml}.
 *
 * @param name what it is called
 * @param expression in PromQL
 * @param waits how long the expression has to hold, as Prometheus writes it; null for no time
 * @param labels those that the rule adds
 * @param annotations templates
 */
record AlertRule(
        String name,
        String expression,
        @Nullable String waits,
        Map<String, String> labels,
        Map<String, String> annotations) {

    static final Path FILE = Path.of("..", "grafana", "alerts.yml");

    /** What stands for the severity of an alert that has the severity of its finding. */
    static final String OF_FINDING = "of the finding";

    private static final Pattern FINDING = Pattern.compile("\\bfinding=~?\"([^\"]*)\"");

    /** Copies the maps. */
    AlertRule {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** All alerts of the file, in its order. */
    static List<AlertRule> all() throws IOException {
        return new YAMLMapper()
                .readTree(Files.readString(FILE))
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .map(AlertRule::of)
                .toList();
    }

    private static AlertRule of(JsonNode rule) {
        JsonNode waits = rule.path("for");
        return new AlertRule(
                rule.path("alert").asString(),
                rule.path("expr").asString(),
                waits.isMissingNode() ? null : waits.asString(),
                texts(rule.path("labels")),
                texts(rule.path("annotations")));
    }

    private static Map<String, String> texts(JsonNode mapping) {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping.propertyStream()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
        return texts;
    }

    /** The findings that the expression names, by their labels. */
    Set<String> findings() {
        return FINDING.matcher(expression)
                .results()
                .flatMap(each -> Arrays.stream(each.group(1).split("\\|")))
                .collect(Collectors.toSet());
    }

    /** The severity, or where it comes from. */
    String severityInWords() {
        String severity = labels.getOrDefault("severity", "");
        return severity.startsWith("{{") ? OF_FINDING : severity;
    }

    /** The summary with a letter for what Prometheus fills in. */
    String plainSummary() {
        return annotations
                .getOrDefault("summary", "")
                .replaceAll("\\{\\{ if eq \\$value 1\\.0 }}\\w+\\{\\{ else }}(\\w+)\\{\\{ end }}", "$1")
                .replaceAll("\\{\\{ else if .*?}}", ", or ")
                .replaceAll("\\{\\{ if .*?}}(.*?)\\{\\{ else }}(.*?)\\{\\{ end }}", "$1, or $2")
                .replaceAll("\\{\\{ with .*?}}.*?\\{\\{ end }}", "")
                .replaceAll("\\{\\{ \\$value.*?}}", "N")
                .replaceAll("\\{\\{ \\$labels\\.(\\w+) }}", "*$1*");
    }
}
