package io.ehloscope.grafana;

import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The colours of the dashboards. Of verdicts each has one, the same everywhere, told apart by colour-blind eyes too. */
final class Palette {

    static final String GOOD = colour(Verdict.HEALTHY);
    static final String WARNING = colour(Verdict.PARTIAL);
    static final String BAD = colour(Verdict.NOT_LOADED);
    static final String NEUTRAL = "#8FA3B8";

    /** The shades of what does not matter by itself: unknown or recent versions. */
    static final String CALM = "#4FB3F0";

    private Palette() {}

    /** The color of a severity. */
    static String colour(Severity severity) {
        return switch (severity) {
            case CRITICAL -> BAD;
            case WARNING -> WARNING;
            case INFO -> NEUTRAL;
        };
    }

    /**
     * A value mapping that shows the name of a severity in its color.
     *
     * @param values the value that stands for each severity, the most severe first
     */
    static Map<String, Object> severityMapping(List<String> values) {
        List<Object> options = new ArrayList<>();
        for (Severity each : Severity.values()) {
            options.add(values.get(each.ordinal()));
            options.add(Json.of("color", colour(each), "index", each.ordinal(), "text", each.label()));
        }
        return Json.of("type", "value", "options", Json.of(options.toArray()));
    }

    /**
     * Overrides for series that are named after a severity, or end with the name of one: these get different shades of
     * its color.
     */
    static List<Object> severityOverrides() {
        List<Object> overrides = new ArrayList<>();
        for (Severity each : Severity.values()) {
            overrides.add(Json.of(
                    "matcher",
                    Json.of("id", "byRegexp", "options", "/ " + each.label() + "$/"),
                    "properties",
                    List.of(Json.of("id", "color", "value", Json.of("mode", "shades", "fixedColor", colour(each))))));
            overrides.add(Json.override(each.label(), "color", Json.of("mode", "fixed", "fixedColor", colour(each))));
        }
        return overrides;
    }

    /** The colour of a verdict on a dark or a light page. */
    static String colour(Verdict verdict) {
        return switch (verdict) {
            case HEALTHY -> "#38D4B1";
            case PARTIAL -> "#E89B39";
            case NOT_LOADED -> "#C8191B";
            case MASKED -> "#9A66D5";
            case FOREIGN -> "#DA6FAE";
            case HELO_ONLY -> "#9C6839";
            case REFUSED -> "#A4216A";
            case DEFERRED -> "#F4E285";
            case UNREACHABLE -> "#5B6D86";
            case INCONSISTENT -> "#4FB3F0";
            case SKIPPED -> "#3C4954";
        };
    }

    /** A value mapping that shows the name of a verdict in its colour. */
    static Map<String, Object> verdictMapping() {
        List<Object> options = new ArrayList<>();
        for (Verdict each : Verdict.values()) {
            options.add(each.label());
            options.add(Json.of("color", colour(each), "index", each.ordinal(), "text", each.label()));
        }
        return Json.of("type", "value", "options", Json.of(options.toArray()));
    }

    /** Overrides that give each series named after a verdict its colour. */
    static List<Object> verdictOverrides() {
        return Arrays.stream(Verdict.values())
                .<Object>map(each ->
                        Json.override(each.label(), "color", Json.of("mode", "fixed", "fixedColor", colour(each))))
                .toList();
    }
}
