package io.ehloscope.grafana;

import java.util.List;

/** The panel of alerts, which every dashboard has. */
final class Alerts {

    private static final List<Object> SEVERITIES = List.of(Json.of(
            "type",
            "value",
            "options",
            Json.of(
                    "critical", Json.of("color", Palette.BAD, "index", 0, "text", "critical"),
                    "warning", Json.of("color", Palette.WARNING, "index", 1, "text", "warning"),
                    "info", Json.of("color", Palette.NEUTRAL, "index", 2, "text", "info"))));

    private Alerts() {}

    /** The alerts of one half of the rules: {@code fleet} or {@code scanner}. */
    static Panel table(String component) {
        String where = component.equals("fleet") ? ", site=~\"$site\"" : "";
        return table(
                "Prometheus alerts about the " + component + ", firing or pending. Each alert links to its runbook.",
                "ALERTS{component=\"" + component + "\"" + where + "}");
    }

    /** The alerts about one target. */
    static Panel ofTarget() {
        return table(
                "Prometheus alerts about this target or its site. Each alert links to its runbook.",
                "ALERTS" + TargetDashboard.THIS + " or ALERTS{site=~\".+\", target=\"\"} and on (site) ehlo_target_info"
                        + TargetDashboard.THIS);
    }

    private static Panel table(String description, String alerts) {
        return Panel.table("Alerts", description)
                .query("sum by (alertname, severity, alertstate, site, target) (" + alerts + ")")
                .without("Time", "Value")
                .column(
                        "alertname",
                        "Alert",
                        "links",
                        Panel.links("Runbook of ${__value.raw}", "${runbooks}/${__value.raw}.md"),
                        "custom.width",
                        235)
                .column(
                        "severity",
                        "Severity",
                        "mappings",
                        SEVERITIES,
                        "custom.cellOptions",
                        Json.of("type", "color-text"),
                        "custom.width",
                        75)
                .column("alertstate", "State", "custom.width", 70)
                .column("site", "Site", "custom.width", 125)
                .column("target", "Target")
                .transform("sortBy", "sort", List.of(Json.of("field", "severity")))
                .whenEmpty("no alerts");
    }
}
