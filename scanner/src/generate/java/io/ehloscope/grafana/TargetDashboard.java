package io.ehloscope.grafana;

import static io.ehloscope.grafana.Dashboard.sized;

import io.ehloscope.classify.Severity;
import java.util.Arrays;
import java.util.List;

/** One server: what it is, what it offers, what is missing, and how that came about. */
final class TargetDashboard {

    static final String UID = "ehloscope-target";

    /** Exactly: as a pattern, the brackets of an IPv6 address would be a choice of characters. */
    static final String THIS = "{site=~\"$site\", target=\"$target\"}";

    private static final String BY_TARGET = "max by (site, target) (";

    private static final List<Object> STATUS_PAGE =
            Panel.links("Status page of ${__value.raw}", "${scanner}/targets/${__data.fields.target:percentencode}");

    private TargetDashboard() {}

    static Dashboard create() {
        return new Dashboard(
                        UID,
                        "Ehloscope / Target",
                        "One mail server: its verdicts, its findings, its verbs and its timings.")
                .choice("site", "Site", "label_values(ehlo_fleet_targets, site)", true)
                .choice("target", "Target", "label_values(ehlo_target_info{site=~\"$site\"}, target)", false)
                .constant("scanner", "Address of the status page", Dashboard.STATUS_PAGE)
                .constant("runbooks", "Address of the runbooks", Dashboard.RUNBOOKS)
                .row(
                        4,
                        sized(4, verdict()),
                        sized(4, missingCount()),
                        sized(4, starttls()),
                        sized(4, certificate()),
                        sized(4, lastAnswer()),
                        sized(4, sizeLimit()))
                .row(6, sized(24, verdictHistory()))
                .row(8, sized(12, FindingPanels.ofTarget()), sized(12, FindingPanels.ofTargetOverTime()))
                .row(8, sized(12, missingHistory()), sized(12, missingNow()))
                .row(9, sized(12, phases()), sized(12, duration()))
                .row(7, sized(12, info()), sized(12, changes()))
                .row(7, sized(24, Alerts.ofTarget()));
    }

    private static Panel verdict() {
        return Panel.stat("Verdict", "The verdict of the last scan.", "none")
                .query("max by (verdict) (ehlo_target_verdict" + THIS + ")", "{{verdict}}")
                .option("textMode", "name", "colorMode", "background_solid")
                .verdictColours()
                .field("skipped", "color", Json.of("mode", "fixed", "fixedColor", Palette.NEUTRAL));
    }

    private static Panel missingCount() {
        return Panel.stat(
                        "Missing Exchange verbs",
                        "How many Exchange verbs it lacks. Unknown if it did not answer, or if the reply was masked.",
                        "short")
                .query(BY_TARGET + "ehlo_missing_exchange_verbs" + THIS + ")", "missing")
                .thresholds(Palette.GOOD, 1, Palette.BAD)
                .whenUnknown("unknown");
    }

    private static Panel starttls() {
        return Panel.stat("STARTTLS", "Whether it offers STARTTLS before TLS. Unknown if no verbs are known.", "short")
                .query(BY_TARGET + "ehlo_target_starttls" + THIS + ")", "starttls")
                .words(0, "not offered", Palette.WARNING, 1, "offered", Palette.GOOD)
                .whenUnknown("unknown");
    }

    private static Panel certificate() {
        return Panel.stat(
                        "Certificate expires in",
                        "How long its certificate remains valid. Visible only with starttls: negotiate.",
                        "s")
                .query("min(ehlo_target_certificate_not_after_timestamp_seconds" + THIS + ") - time()", "valid")
                .decimals(0)
                .thresholds(Palette.BAD, 3 * 86_400, Palette.WARNING, 21 * 86_400, Palette.GOOD)
                .whenUnknown("not seen");
    }

    private static Panel lastAnswer() {
        return Panel.stat("Last answer", "How long ago it last answered EHLO or HELO.", "s")
                .query("time() - " + BY_TARGET + "ehlo_target_last_answer_timestamp_seconds" + THIS + ")", "ago")
                .decimals(0)
                .thresholds(Palette.NEUTRAL, 3_600, Palette.WARNING, 86_400, Palette.BAD)
                .whenUnknown("never");
    }

    private static Panel sizeLimit() {
        return Panel.stat("Largest message", "The largest message that it announces to accept (SIZE).", "bytes")
                .query(BY_TARGET + "ehlo_target_size_limit_bytes" + THIS + ")", "size")
                .whenUnknown("no limit announced");
    }

    private static Panel verdictHistory() {
        return Panel.areas(
                        "Verdict over time",
                        "The verdict of each scan, in its colour. A gap means that nothing was scraped.",
                        "none")
                .query("max by (verdict) (ehlo_target_verdict" + THIS + ")", "{{verdict}}")
                .custom("axisPlacement", "hidden", "axisSoftMax", 1, "fillOpacity", 90)
                .max(1)
                .verdictColours();
    }

    private static Panel missingHistory() {
        return Panel.areas(
                        "Missing verbs over time",
                        "Which required verbs were missing, stacked. Nothing is drawn while that is unknown.",
                        "short")
                .query("max by (verb) (ehlo_target_missing_verb" + THIS + ")", "{{verb}}")
                .custom("fillOpacity", 60)
                .decimals(0)
                .whenEmpty("no verb was missing in this time range");
    }

    private static Panel missingNow() {
        return Panel.table(
                        "Missing verbs",
                        "The required verbs that it lacks in the last scan, with the severity of the finding.")
                .query("max by (verb, severity) (ehlo_target_missing_verb" + THIS + ")")
                .without("Time", "Value")
                .column(
                        "severity",
                        "Severity",
                        "mappings",
                        List.of(Palette.severityMapping(Arrays.stream(Severity.values())
                                .map(Severity::label)
                                .toList())),
                        "custom.cellOptions",
                        Json.of("type", "color-text"))
                .column(
                        "verb",
                        "Verb",
                        "links",
                        Panel.links(
                                "What ${__value.raw} is for, and what breaks without it",
                                "${runbooks}/RequiredVerbsMissing.md"))
                .whenEmpty("none is known to be missing");
    }

    private static Panel phases() {
        return Panel.lines(
                        "Time of each stage",
                        "How long each stage of the last attempt took, from the lookup of the name to the end of the dialogue.",
                        "s")
                .query("max by (stage) (ehlo_target_phase_seconds" + THIS + ")", "{{stage}}")
                .custom("lineInterpolation", "stepAfter")
                .whenEmpty("no stage was completed");
    }

    private static Panel duration() {
        return Panel.lines(
                        "The whole probe",
                        "From the start of the first attempt to the end of the last, waits included; and how many attempts it took.",
                        "s")
                .query(BY_TARGET + "ehlo_target_duration_seconds" + THIS + ")", "duration")
                .query(BY_TARGET + "ehlo_target_attempts" + THIS + ")", "attempts")
                .custom("lineInterpolation", "stepAfter")
                .field("duration", "color", Json.of("mode", "fixed", "fixedColor", Palette.GOOD))
                .field(
                        "attempts",
                        "unit",
                        "short",
                        "decimals",
                        0,
                        "custom.axisPlacement",
                        "right",
                        "custom.fillOpacity",
                        0,
                        "color",
                        Json.of("mode", "fixed", "fixedColor", Palette.WARNING));
    }

    private static Panel info() {
        return Panel.table("What it is", "Its address, the profile it is compared with, and the product that answers.")
                .query("max by (site, target, address, profile, product, product_version) (ehlo_target_info" + THIS
                        + ")")
                .without("Time", "Value", "site")
                .column("target", "Target", "links", STATUS_PAGE, "custom.width", 275)
                .column("address", "Address")
                .column("profile", "Profile")
                .column("product", "Product")
                .column("product_version", "Version")
                .custom("minWidth", 90);
    }

    private static Panel changes() {
        return Panel.areas("Changes", "Which kinds of things differed from the previous scan.", "short")
                .query("max by (kind) (ehlo_target_changed" + THIS + ")", "{{kind}}")
                .custom("drawStyle", "bars", "fillOpacity", 80, "barWidthFactor", 0.6)
                .decimals(0)
                .whenEmpty("no changes in this time range");
    }
}
