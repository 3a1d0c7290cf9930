package io.ehloscope.grafana;

import io.ehloscope.classify.Severity;
import java.util.Arrays;
import java.util.List;

/** The panel of alerts, which every dashboard has. */
final class Alerts {

    private static final List<Object> SEVERITIES = List.of(Palette.severityMapping(
            Arrays.stream(Severity.values()).map(Severity::label).toList()));

    private static final String IDENTITY = "alertname, severity, site, target";

    private Alerts() {}

    /** The alerts of one half of the rules: {@code fleet} or {@code scanner}. */
    static Panel table(String component) {
        String where = component.equals("fleet") ? ", site=~\"$site\"" : "";
        return table(
                "Prometheus alerts about the " + component
                        + ", firing or pending. For how long, and a link to the runbook of each.",
                "ALERTS{component=\"" + component + "\"" + where + "}");
    }

    /** The alerts about one target. */
    static Panel ofTarget() {
        return table(
                "Prometheus alerts about this target or its site. For how long, and a link to the runbook of each.",
                "ALERTS" + TargetDashboard.THIS + " or ALERTS{site=~\".+\", target=\"\"} and on (site) ehlo_target_info"
                        + TargetDashboard.THIS);
    }

    private static Panel table(String description, String alerts) {
        return Panel.table("Alerts", description)
                .query("max by (" + IDENTITY + ", alertstate) (" + alerts + ") * on (" + IDENTITY
                        + ") group_left () (time() - min by (" + IDENTITY + ") (ALERTS_FOR_STATE))")
                .without("Time")
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
                .column("site", "Site", "custom.width", 135)
                .column("target", "Target", "custom.minWidth", 230)
                .column("Value", "For", "unit", "s", "decimals", 1, "custom.width", 100)
                .transform("sortBy", "sort", List.of(Json.of("field", "severity")))
                .whenEmpty("no alerts");
    }
}
