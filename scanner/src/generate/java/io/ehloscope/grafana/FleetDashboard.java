package io.ehloscope.grafana;

import static io.ehloscope.grafana.Dashboard.sized;

import io.ehloscope.classify.Verdict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The whole fleet: what is wrong, where, since when, and how much of it the scan can know. */
final class FleetDashboard {

    static final String UID = "ehloscope-fleet";

    private static final String CHOSEN = "{site=~\"$site\", profile=~\"$profile\", verdict=~\"$verdict\"}";
    private static final String COUNTS = "site_profile_verdict:ehlo_targets:count";
    private static final String AT_SITE = "{site=~\"$site\"}";
    private static final String TARGETS = "site=~\"$site\", target=~\".*$target.*\"";
    private static final String OF_PROFILE = "* on (site, target) group_left (profile, product)"
            + " topk by (site, target) (1, ehlo_target_info{profile=~\"$profile\"})";
    private static final List<Object> WHERE_TO = Panel.links(
            "History of ${__data.fields.target}",
            "/d/" + TargetDashboard.UID
                    + "?var-site=${__data.fields.site}&var-target=${__data.fields.target}&${datasource:queryparam}"
                    + "&${__url_time_range}",
            "Status page of ${__data.fields.target}",
            "${scanner}/targets/${__data.fields.target:percentencode}");

    /** Healthy at the bottom, so that everything above it is a finding. */
    private static final Map<String, Object> ORDER = Arrays.stream(Verdict.values())
            .collect(Collectors.toMap(
                    Verdict::label, each -> each.ordinal() + 1, (one, other) -> one, LinkedHashMap::new));

    private static final Object COLOURED = Json.of("type", "color-text");

    private FleetDashboard() {}

    static Dashboard create() {
        return new Dashboard(UID, "Ehloscope / Fleet", "Mail servers of all sites, by what their EHLO replies show.")
                .choice("site", "Site", "label_values(ehlo_fleet_targets, site)", true)
                .choice("profile", "Profile", "label_values(" + COUNTS + AT_SITE + ", profile)", true)
                .choice("verdict", "Verdict", "label_values(ehlo_fleet_targets, verdict)", true)
                .choice("finding", "Finding", "label_values(ehlo_fleet_finding_targets, finding)", true)
                .choice("severity", "Severity", "label_values(ehlo_fleet_severity_targets, severity)", true)
                .text("target", "Target contains", "")
                .constant("scanner", "Address of the status page", Dashboard.STATUS_PAGE)
                .constant("runbooks", "Address of the runbooks", Dashboard.RUNBOOKS)
                .row(
                        4,
                        sized(4, targets()),
                        sized(4, healthy()),
                        sized(4, notLoaded()),
                        sized(4, FindingPanels.targets()),
                        sized(4, coverage()),
                        sized(4, age()))
                .row(9, sized(24, verdictsOverTime()))
                .row(8, sized(24, verdictsBySite()))
                .heading("Findings")
                .row(9, sized(8, FindingPanels.overTime()), sized(16, FindingPanels.kindsOverTime()))
                .row(12, sized(9, FindingPanels.bySite()), sized(15, withFindings()))
                .heading("Verbs")
                .row(9, sized(9, missingOverTime()), sized(15, missingBySite()))
                .heading("Certificates and TLS")
                .row(8, sized(9, TlsPanels.versions()), sized(15, TlsPanels.versionsOverTime()))
                .row(9, sized(15, TlsPanels.problems(WHERE_TO)), sized(9, TlsPanels.certificates(TARGETS, WHERE_TO)))
                .heading("Servers and alerts")
                .row(10, sized(14, worst()), sized(10, changed()))
                .row(10, sized(24, Alerts.table("fleet")))
                .heading("What the scan cannot see")
                .row(9, sized(12, failures()), sized(12, coverageOverTime()));
    }

    private static Panel withFindings() {
        return FindingPanels.targets(
                        "Targets with findings",
                        "What is wrong with which target, and for how long. Each target links to its history and its page.",
                        "finding=~\"$finding\"",
                        WHERE_TO)
                .whenEmpty("no findings");
    }

    private static Panel targets() {
        return Panel.stat("Targets", "Targets of the chosen sites, profiles and verdicts in the last scan.", "short")
                .query("sum(" + COUNTS + CHOSEN + ")", "targets");
    }

    private static Panel healthy() {
        return Panel.stat(
                        "Healthy",
                        "The share of targets that offer every verb that their profile requires.",
                        "percentunit")
                .query(
                        "(sum(" + COUNTS
                                + "{site=~\"$site\", profile=~\"$profile\", verdict=\"healthy\"}) or vector(0)) / sum("
                                + COUNTS + "{site=~\"$site\", profile=~\"$profile\"})",
                        "healthy")
                .decimals(1)
                .thresholds(Palette.BAD, 0.8, Palette.WARNING, 0.95, Palette.GOOD);
    }

    private static Panel notLoaded() {
        return Panel.stat(
                        "Exchange not loaded",
                        "Microsoft's SMTP answers, but none of the Exchange verbs that the profile requires is there.",
                        "short")
                .query(
                        "sum(" + COUNTS
                                + "{site=~\"$site\", profile=~\"$profile\", verdict=\"not_loaded\"}) or vector(0)",
                        "servers")
                .option("colorMode", "background_solid")
                .thresholds(Palette.GOOD, 1, Palette.BAD);
    }

    private static Panel coverage() {
        return Panel.stat(
                        "Coverage",
                        "The share of targets about which something is known: those that answered EHLO or HELO.",
                        "percentunit")
                .query(
                        "sum(site:ehlo_targets_answered:ratio" + AT_SITE + " * site:ehlo_targets:sum" + AT_SITE
                                + ") / sum(site:ehlo_targets:sum" + AT_SITE + ")",
                        "answered")
                .decimals(1)
                .thresholds(Palette.BAD, 0.5, Palette.WARNING, 0.9, Palette.GOOD);
    }

    private static Panel age() {
        return Panel.stat(
                        "Age of the scan",
                        "How long ago the last scan was completed. Everything here is as of then. The colors assume an interval of"
                                + " 15 minutes.",
                        "s")
                .query("time() - max(ehlo_scan_last_completed_timestamp_seconds)", "age")
                .decimals(0)
                .thresholds(Palette.GOOD, 1_800, Palette.WARNING, 2_700, Palette.BAD);
    }

    private static Panel verdictsOverTime() {
        return Panel.areas(
                        "Verdicts over time",
                        "How many targets had each verdict. Each step is a scan; a gap means that nothing was scraped.",
                        "short")
                .query("sum by (verdict) (" + COUNTS + CHOSEN + ") > 0", "{{verdict}}")
                .transform("joinByField", "byField", "Time", "mode", "outer")
                .transform("organize", "excludeByName", Json.of(), "indexByName", ORDER, "renameByName", Json.of())
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
                                true))
                .verdictColours();
    }

    private static Panel verdictsBySite() {
        Panel panel = Panel.table(
                        "Verdicts by site", "How many targets of each site have each verdict in the last scan.")
                .query("sum by (site, verdict) (" + COUNTS + CHOSEN + ") > 0")
                .transform(
                        "groupingToMatrix",
                        "columnField",
                        "verdict",
                        "rowField",
                        "site",
                        "valueField",
                        "Value",
                        "emptyValue",
                        "empty")
                .transform("sortBy", "sort", List.of(Json.of("field", "site\\verdict")))
                .custom("align", "center", "minWidth", 80)
                .column("site\\verdict", "site", "custom.align", "left", "custom.width", 220);
        for (Verdict each : Verdict.values()) {
            panel.column(
                    each.label(),
                    each.label().replace('_', ' '),
                    "color",
                    Json.of("mode", "fixed", "fixedColor", Palette.colour(each)),
                    "custom.cellOptions",
                    COLOURED);
        }
        return panel;
    }

    private static Panel missingOverTime() {
        return Panel.lines(
                        "Targets that lack a verb",
                        "How many targets answered without a verb that their profile requires, by verb. Masked and silent"
                                + " targets are not included: what they offer is unknown.",
                        "short")
                .query("sum by (verb) (site_verb:ehlo_targets_missing_verb:max" + AT_SITE + ") > 0", "{{verb}}")
                .custom("lineInterpolation", "stepAfter")
                .whenEmpty("no verb is missing");
    }

    private static Panel missingBySite() {
        return Panel.table("Missing verbs by site", "How many targets of each site lack each verb in the last scan.")
                .query("sum by (site, verb) (site_verb:ehlo_targets_missing_verb:max" + AT_SITE + ") > 0")
                .transform(
                        "groupingToMatrix",
                        "columnField",
                        "verb",
                        "rowField",
                        "site",
                        "valueField",
                        "Value",
                        "emptyValue",
                        "empty")
                .transform("sortBy", "sort", List.of(Json.of("field", "site\\verb")))
                .custom(
                        "align",
                        "center",
                        "minWidth",
                        125,
                        "cellOptions",
                        Json.of("type", "color-background", "mode", "basic"))
                .thresholds("transparent", 1, "#8A5A1E", 5, "#A33A1A", 20, Palette.BAD)
                .field(
                        "site\\verb",
                        "displayName",
                        "site",
                        "custom.align",
                        "left",
                        "custom.width",
                        140,
                        "custom.cellOptions",
                        Json.of("type", "auto"))
                .whenEmpty("no verb is missing");
    }

    private static Panel worst() {
        return Panel.table(
                        "Most Exchange verbs missing (top 20)",
                        "The 20 servers that lack the most Exchange verbs. Each target links to its history and its page.")
                .query("topk(20, (max by (site, target) (ehlo_missing_exchange_verbs{" + TARGETS + "}) > 0) "
                        + OF_PROFILE
                        + " * on (site, target) group_left (verdict) max by (site, target, verdict)"
                        + " (ehlo_target_verdict{verdict=~\"$verdict\"}))")
                .without("Time", "profile")
                .column("target", "Target", "links", WHERE_TO, "custom.width", 275)
                .column("site", "Site", "custom.width", 135)
                .column("product", "Product", "custom.minWidth", 180)
                .column(
                        "verdict",
                        "Verdict",
                        "mappings",
                        List.of(Palette.verdictMapping()),
                        "custom.cellOptions",
                        COLOURED,
                        "custom.width",
                        100)
                .column("Value", "Missing", "custom.width", 75, "custom.align", "center")
                .transform("sortBy", "sort", List.of(Json.of("field", "Value", "desc", true)))
                .whenEmpty("no Exchange verb is missing");
    }

    private static Panel changed() {
        return Panel.table(
                        "What changed (up to 100)",
                        "Targets that differed between two scans in the time range, and what differed; new and removed ones"
                                + " included. At most 100.")
                .query("topk(100, max by (site, target, kind) (last_over_time(ehlo_target_changed{" + TARGETS
                        + "}[$__range])))")
                .transform(
                        "groupBy",
                        "fields",
                        Json.of(
                                "target", Json.of("operation", "groupby", "aggregations", List.of()),
                                "site", Json.of("operation", "groupby", "aggregations", List.of()),
                                "kind", Json.of("operation", "aggregate", "aggregations", List.of("allValues"))))
                .column("target", "Target", "links", WHERE_TO, "custom.width", 265)
                .column("site", "Site", "custom.width", 125)
                .column("kind (allValues)", "Changed")
                .whenEmpty("no changes in this time range");
    }

    private static Panel failures() {
        return Panel.table(
                        "Failures by stage and reason",
                        "Targets whose last attempt failed, or whose STARTTLS failed after the EHLO reply: how far the dialogue"
                                + " got, and why it ended. The most frequent first. All of them.")
                .query("sum by (stage, reason) (site_stage_reason:ehlo_targets_failed:max" + AT_SITE + ")")
                .without("Time")
                .column("stage", "Stage", "custom.width", 100)
                .column("reason", "Reason", "custom.minWidth", 190)
                .column(
                        "Value",
                        "Targets",
                        "color",
                        Json.of("mode", "fixed", "fixedColor", Palette.NEUTRAL),
                        "min",
                        0,
                        "custom.cellOptions",
                        Json.of("type", "gauge", "mode", "basic", "valueDisplayMode", "text"),
                        "custom.minWidth",
                        200)
                .transform("sortBy", "sort", List.of(Json.of("field", "Value", "desc", true)))
                .whenEmpty("every dialogue was completed");
    }

    private static Panel coverageOverTime() {
        return Panel.lines(
                        "Coverage by site",
                        "The share of each site's targets that answered. If it drops suddenly, check the network link before the servers.",
                        "percentunit")
                .query("site:ehlo_targets_answered:ratio" + AT_SITE, "{{site}}")
                .custom("lineInterpolation", "stepAfter", "fillOpacity", 0)
                .max(1);
    }
}
