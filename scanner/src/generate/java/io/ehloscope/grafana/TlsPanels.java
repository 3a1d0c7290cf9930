package io.ehloscope.grafana;

import java.util.List;
import java.util.Map;

/** The panels about TLS: its versions, and the certificates. */
final class TlsPanels {

    private static final String VERSIONS = "sum by (version) (site_version:ehlo_targets_tls:max{site=~\"$site\"}) > 0";

    private static final String SEEN = "Only targets with which the scanner negotiates TLS (starttls: negotiate).";

    /** Versions that are no finding are calm; obsolete ones have the color of a warning, or redder. */
    private static final Map<String, Object> COLOURS = Json.of(
            "TLSv1.3", Palette.GOOD,
            "TLSv1.2", Palette.CALM,
            "TLSv1.1", Palette.WARNING,
            "TLSv1", "#D9652B",
            "SSLv3", Palette.BAD,
            "other", Palette.NEUTRAL);

    private TlsPanels() {}

    /** How many targets use each version. */
    static Panel versions() {
        return coloured(Panel.bars(
                        "TLS versions of all servers",
                        "How many targets of the chosen sites negotiated each version in the last scan. " + SEEN,
                        "short")
                .query(VERSIONS, "{{version}}"));
    }

    /** How many targets use each version, over time. */
    static Panel versionsOverTime() {
        return coloured(Panel.areas(
                        "TLS versions over time",
                        "How many targets of the chosen sites negotiated each version. " + SEEN,
                        "short")
                .query(VERSIONS, "{{version}}"));
    }

    private static Panel coloured(Panel panel) {
        COLOURS.forEach(
                (version, colour) -> panel.field(version, "color", Json.of("mode", "fixed", "fixedColor", colour)));
        return panel.whenEmpty("no TLS was negotiated");
    }

    /** The targets with findings about certificates or TLS. */
    static Panel problems(List<Object> links) {
        return FindingPanels.targets(
                        "Certificate and TLS problems",
                        "Targets with a finding about their certificate, their version of TLS or STARTTLS, and for how long they have"
                                + " had it.",
                        "finding=~\"certificate_.+|tls_.+|starttls_.+\"",
                        links)
                .whenEmpty("no findings about certificates or TLS");
    }

    /** The certificates that expire first. */
    static Panel certificates(String selector, List<Object> links) {
        return Panel.table(
                        "Certificates about to expire (up to 100)",
                        "Certificates that expire within 60 days, soonest first; at most 100. They are visible only with starttls:"
                                + " negotiate.")
                .query("bottomk(100, min by (site, target) (ehlo_target_certificate_not_after_timestamp_seconds{"
                        + selector + "}) - time() < 60 * 86400)")
                .without("Time")
                .column("target", "Target", "links", links)
                .column("site", "Site", "custom.width", 122)
                .column(
                        "Value",
                        "Expires in",
                        "unit",
                        "s",
                        "decimals",
                        0,
                        "custom.cellOptions",
                        Json.of("type", "color-text"),
                        "custom.width",
                        90)
                .transform("sortBy", "sort", List.of(Json.of("field", "Value")))
                .thresholds(Palette.BAD, 3 * 86_400, Palette.WARNING, 21 * 86_400, Palette.NEUTRAL)
                .whenEmpty("none expires within 60 days");
    }
}
