package io.ehloscope.grafana;

import io.ehloscope.classify.Severity;
import java.util.Arrays;
import java.util.List;

/** The panels about findings: which there are, where, and for how long. */
final class FindingPanels {

    private static final String COUNTS =
            "site_finding_severity:ehlo_targets:max{site=~\"$site\", finding=~\"$finding\", severity=~\"$severity\"}";
    private static final String SINCE = "site_target_finding:ehlo_target_finding_since:timestamp";

    /** The most rows of a table of targets with findings. */
    private static final int ROWS = 500;

    private static final Object COLOURED = Json.of("type", "color-text");

    private FindingPanels() {}

    /** How many targets have findings. */
    static Panel targets() {
        return Panel.stat(
                        "Targets with findings",
                        "Targets of the chosen sites whose worst finding is critical, and those whose worst finding is a warning;"
                                + " those with nothing worse than an information are not included.",
                        "short")
                .query(worst(Severity.CRITICAL), "critical")
                .query(worst(Severity.WARNING), "warning")
                .thresholds(Palette.GOOD, 1, Palette.WARNING)
                .field(
                        "critical",
                        "thresholds",
                        Json.of(
                                "mode",
                                "absolute",
                                "steps",
                                Arrays.asList(
                                        Json.of("color", Palette.GOOD, "value", null),
                                        Json.of("color", Palette.BAD, "value", 1))))
                .option("textMode", "value_and_name");
    }

    private static String worst(Severity severity) {
        return "sum(site_severity:ehlo_targets:max{site=~\"$site\", severity=\"" + severity.label()
                + "\"}) or vector(0)";
    }

    /** How many targets have findings, over time. */
    static Panel overTime() {
        return Panel.areas(
                        "Targets with findings over time",
                        "How many targets of the chosen sites have findings, by the severity of their worst finding.",
                        "short")
                .query("sum by (severity) (site_severity:ehlo_targets:max{site=~\"$site\"})", "{{severity}}")
                .severityColours();
    }

    /** How many targets have each finding, over time. */
    static Panel kindsOverTime() {
        return Panel.lines(
                        "Findings over time",
                        "How many targets have each finding; a target counts once for each of its findings. Critical findings are"
                                + " red, warnings orange, informations gray.",
                        "short")
                .query("sum by (finding, severity) (" + COUNTS + ") > 0", "{{finding}} {{severity}}")
                .custom("lineInterpolation", "stepAfter", "fillOpacity", 0)
                .option(
                        "legend",
                        Json.of(
                                "calcs",
                                List.of("lastNotNull"),
                                "displayMode",
                                "table",
                                "placement",
                                "right",
                                "showLegend",
                                true,
                                "sortBy",
                                "Last *",
                                "sortDesc",
                                true))
                .severityColours()
                .whenEmpty("no findings in this time range");
    }

    /** How many targets of each site have each finding. */
    static Panel bySite() {
        return Panel.table(
                        "Findings by site",
                        "How many targets of each site have each finding in the last scan, the most severe first. All of them.")
                .query(ordered("sum by (site, finding, severity) (" + COUNTS + ") > 0"))
                .transform("sortBy", "sort", List.of(Json.of("field", "order")))
                .without("Time", "severity")
                .column("order", "Severity", severity())
                .column("finding", "Finding", "custom.minWidth", 215)
                .column("site", "Site", "custom.width", 135)
                .column("Value", "Targets", "custom.width", 75, "custom.align", "center")
                .whenEmpty("no findings");
    }

    /** The targets that have these findings, for how long. */
    static Panel targets(String title, String description, String selector, List<Object> links) {
        String found = "max by (site, target, finding, severity) (ehlo_target_finding{site=~\"$site\","
                + " target=~\".*$target.*\", severity=~\"$severity\", " + selector + "%s})";
        return Panel.table(
                        title + " (up to " + ROWS + ")", description + " The most severe first, at most " + ROWS + ".")
                .query(ordered(found.formatted("") + " * on (site, target, finding) group_left () (time() - " + SINCE
                        + "{site=~\"$site\"})"
                        + " and on (site, target) ehlo_target_info{profile=~\"$profile\"}"
                        + " and topk(" + ROWS + ", " + found.formatted(", severity=\"critical\"") + " * 3 or "
                        + found.formatted(", severity=\"warning\"") + " * 2 or "
                        + found.formatted(", severity=\"info\"")
                        + ")"))
                .transform("sortBy", "sort", List.of(Json.of("field", "order")))
                .without("Time", "severity")
                .column("order", "Severity", severity())
                .column("finding", "Finding", "custom.width", 215)
                .column("target", "Target", "links", links, "custom.minWidth", 230)
                .column("site", "Site", "custom.width", 135)
                .column("Value", "For", "unit", "s", "decimals", 1, "custom.width", 100);
    }

    /** The findings of one target, for how long. */
    static Panel ofTarget() {
        return Panel.table(
                        "Findings",
                        "What is wrong with it in the last scan, the most severe first, and for how long. The page of the target"
                                + " explains each.")
                .query(ordered("max by (site, target, finding, severity) (ehlo_target_finding" + TargetDashboard.THIS
                        + ") * on (site, target, finding) group_left () (time() - " + SINCE + TargetDashboard.THIS
                        + ")"))
                .transform("sortBy", "sort", List.of(Json.of("field", "order")))
                .without("Time", "severity", "site", "target")
                .column("order", "Severity", severity())
                .column("finding", "Finding")
                .column("Value", "For", "unit", "s", "decimals", 1)
                .whenEmpty("no findings");
    }

    /** The findings of one target over time. */
    static Panel ofTargetOverTime() {
        return Panel.areas(
                        "Findings over time",
                        "Which findings it had in each scan, stacked. Critical findings are red, warnings orange, informations"
                                + " gray.",
                        "short")
                .query(
                        "max by (finding, severity) (ehlo_target_finding" + TargetDashboard.THIS + ")",
                        "{{finding}} {{severity}}")
                .custom("fillOpacity", 70)
                .decimals(0)
                .severityColours()
                .whenEmpty("no findings in this time range");
    }

    /** Adds a label that sorts as severities do. */
    private static String ordered(String expression) {
        String ordered = expression;
        for (Severity each : Severity.values()) {
            ordered = "label_replace(" + ordered + ", \"order\", \"" + (each.ordinal() + 1) + "\", \"severity\", \""
                    + each.label() + "\")";
        }
        return ordered;
    }

    private static Object[] severity() {
        return new Object[] {
            "mappings",
            List.of(Palette.severityMapping(List.of("1", "2", "3"))),
            "custom.cellOptions",
            COLOURED,
            "custom.width",
            80
        };
    }
}
