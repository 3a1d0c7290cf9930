package io.ehloscope.classify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The severities of missing verbs. */
final class Severities {

    private Severities() {}

    /** The severity of each missing verb by its name without params, in the profile's order. */
    static Map<String, Severity> of(Comparison comparison, VerbCatalogue verbs) {
        if (comparison.missing().isEmpty()) {
            return Map.of();
        }
        Map<String, Severity> all = new LinkedHashMap<>();
        for (Requirement each : comparison.required()) {
            boolean missing = comparison.missing().stream()
                    .anyMatch(lacking -> lacking.equals(each.verb()) || lacking.startsWith(each.verb() + " "));
            if (missing) {
                all.put(each.verb(), verbs.severity(each));
            }
        }
        return all;
    }

    /** One sentence, the most severe first: "Severity: critical for X-EXPS; warning for SIZE." */
    static String sentence(Map<String, Severity> severities) {
        List<String> parts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            List<String> names = severities.entrySet().stream()
                    .filter(each -> each.getValue() == severity)
                    .map(Map.Entry::getKey)
                    .toList();
            if (!names.isEmpty()) {
                parts.add(severity.label() + " for " + String.join(", ", names));
            }
        }
        return "Severity: " + String.join("; ", parts) + ".";
    }
}
