package io.ehloscope.grafana;

import static io.ehloscope.grafana.Dashboard.sized;

import io.ehloscope.classify.Verdict;
import java.util.List;

/** The scanner itself: whether it keeps its interval, what it is busy with, and what it is short of. */
final class ScannerDashboard {

    static final String UID = "ehloscope-scanner";

    private static final String THIS = "{job=~\"$job\", instance=~\"$instance\"}";
    private static final String HEAP = "{job=~\"$job\", instance=~\"$instance\", area=\"heap\"}";

    private ScannerDashboard() {}

    static Dashboard create() {
        return new Dashboard(
                        UID,
                        "Ehloscope / Scanner",
                        "The health of the scanner: whether you can rely on what it reports about the fleet.")
                .choice("job", "Job", "label_values(ehlo_build_info, job)", true)
                .choice("instance", "Instance", "label_values(ehlo_build_info{job=~\"$job\"}, instance)", true)
                .constant("scanner", "Address of the status page", Dashboard.STATUS_PAGE)
                .constant("runbooks", "Address of the runbooks", Dashboard.RUNBOOKS)
                .row(
                        4,
                        sized(4, up()),
                        sized(4, age()),
                        sized(4, load()),
                        sized(4, inventory()),
                        sized(4, targets()),
                        sized(4, version()))
                .heading("Scans")
                .row(9, sized(12, length()), sized(12, inFlight()))
                .row(9, sized(12, rates()), sized(12, phases()))
                .row(8, sized(8, retries()), sized(8, outcomes()), sized(8, targetsOverTime()))
                .row(8, sized(24, losses()))
                .heading("What targets wait for")
                .row(8, sized(8, waits()), sized(8, held()), sized(8, lookups()))
                .heading("The process")
                .row(8, sized(8, lag()), sized(8, cpu()), sized(8, sockets()))
                .row(8, sized(8, memory()), sized(8, collector()), sized(8, requests()))
                .row(8, sized(24, Alerts.table("scanner")));
    }

    private static Panel up() {
        return Panel.stat("Scraped", "Whether Prometheus can scrape the scanner.", "short")
                .query("min(up" + THIS + ")", "up")
                .option("colorMode", "background_solid")
                .words(0, "down", Palette.BAD, 1, "up", Palette.GOOD);
    }

    private static Panel age() {
        return Panel.stat(
                        "Age of the scan",
                        "How long ago the last scan was completed. The colors assume an interval of 15 minutes.",
                        "s")
                .query("time() - min(ehlo_scan_last_completed_timestamp_seconds" + THIS + ")", "age")
                .decimals(0)
                .thresholds(Palette.GOOD, 1_800, Palette.WARNING, 2_700, Palette.BAD);
    }

    private static Panel load() {
        return Panel.stat(
                        "Scan duration / interval",
                        "How much of the interval a scan needs. At 100 % or more, the fleet is scanned less often than configured.",
                        "percentunit")
                .query("max(ehlo_scan_duration_seconds" + THIS + " / ehlo_scan_interval_seconds" + THIS + ")", "used")
                .decimals(0)
                .thresholds(Palette.GOOD, 0.7, Palette.WARNING, 1, Palette.BAD);
    }

    private static Panel inventory() {
        return Panel.stat("Inventory", "Whether the last reload of the inventory found no errors.", "short")
                .query("min(ehlo_inventory_last_reload_successful" + THIS + ")", "inventory")
                .words(0, "refused", Palette.BAD, 1, "in use", Palette.GOOD);
    }

    private static Panel targets() {
        return Panel.stat("Targets", "Targets of the last scan.", "short")
                .query("sum(ehlo_scan_targets" + THIS + ")", "targets");
    }

    private static Panel version() {
        return Panel.stat("Version", "The version of the running program.", "none")
                .query("max by (version) (ehlo_build_info" + THIS + ")", "{{version}}")
                .option("textMode", "name");
    }

    private static Panel length() {
        return Panel.lines(
                        "Scan duration and interval",
                        "How long scans take, and the interval within which they should end.",
                        "s")
                .query("max by (instance) (ehlo_scan_duration_seconds" + THIS + ")", "duration {{instance}}")
                .query("max(ehlo_scan_interval_seconds" + THIS + ")", "interval")
                .field(
                        "interval",
                        "color",
                        Json.of("mode", "fixed", "fixedColor", Palette.BAD),
                        "custom.fillOpacity",
                        0,
                        "custom.lineStyle",
                        Json.of("fill", "dash", "dash", List.of(10, 10)));
    }

    private static Panel inFlight() {
        return Panel.lines(
                        "Dialogues in flight",
                        "How many dialogues run at the same time. Between scans there are none.",
                        "short")
                .query("sum by (instance) (ehlo_dialogues_in_flight" + THIS + ")", "in flight {{instance}}")
                .query("sum by (instance) (ehlo_scan_in_progress" + THIS + ")", "scan in progress {{instance}}");
    }

    private static Panel rates() {
        return Panel.lines(
                        "Attempts",
                        "Dialogues started, failed connects included, and how many of them were retries.",
                        "cps")
                .query("sum(rate(ehlo_probe_attempts_total" + THIS + "[$__rate_interval]))", "attempts")
                .query("sum(rate(ehlo_probe_retries_total" + THIS + "[$__rate_interval]))", "retries");
    }

    private static Panel phases() {
        return Panel.lines(
                        "Time of the stages, 95th percentile",
                        "19 of 20 stages took no longer than this, within the resolution of the histogram's buckets.",
                        "s")
                .query(quantile("0.95", "ehlo_probe_phase_seconds_bucket", "stage"), "{{stage}}")
                .custom("fillOpacity", 0);
    }

    private static Panel retries() {
        return Panel.areas(
                        "Retries by reason",
                        "Attempts that were scheduled to be retried, by the reason of the preceding failure.",
                        "cps")
                .query(
                        "sum by (reason) (rate(ehlo_probe_retries_total" + THIS + "[$__rate_interval])) > 0",
                        "{{reason}}")
                .custom("fillOpacity", 50)
                .whenEmpty("no retries");
    }

    private static Panel outcomes() {
        return Panel.lines(
                        "Scans per hour",
                        "Scans that ended, by outcome. Only a completed scan updates the fleet's metrics.",
                        "short")
                .query("sum by (outcome) (rate(ehlo_scans_total" + THIS + "[$__rate_interval])) * 3600", "{{outcome}}");
    }

    private static Panel targetsOverTime() {
        return Panel.lines(
                        "Targets and skipped targets", "Targets of a scan, and those that it did not check.", "short")
                .query("sum(ehlo_scan_targets" + THIS + ")", "targets")
                .query(
                        "sum(ehlo_fleet_targets{job=~\"$job\", instance=~\"$instance\", verdict=\"skipped\"})",
                        "skipped")
                .custom("lineInterpolation", "stepAfter")
                .field("skipped", "color", Json.of("mode", "fixed", "fixedColor", Palette.colour(Verdict.PARTIAL)));
    }

    private static Panel cpu() {
        return Panel.lines("CPU", "How many processors the scanner keeps busy, and how many it can use.", "short")
                .query(
                        "sum by (instance) (rate(process_cpu_seconds_total" + THIS + "[$__rate_interval]))",
                        "busy {{instance}}")
                .query("max(system_cpu_processors" + THIS + ")", "available")
                .field(
                        "available",
                        "color",
                        Json.of("mode", "fixed", "fixedColor", Palette.NEUTRAL),
                        "custom.fillOpacity",
                        0,
                        "custom.lineStyle",
                        Json.of("fill", "dash", "dash", List.of(10, 10)));
    }

    private static Panel memory() {
        return Panel.lines(
                        "Heap",
                        "Memory of Java objects: in use, live after the last major collection, and the limit.",
                        "bytes")
                .query("sum by (instance) (jvm_memory_used_bytes" + HEAP + ")", "in use {{instance}}")
                .query("sum by (instance) (jvm_gc_live_data_size_bytes" + THIS + ")", "after collection {{instance}}")
                .query("max(jvm_gc_max_data_size_bytes" + THIS + ")", "limit")
                .custom("fillOpacity", 0);
    }

    private static Panel collector() {
        return Panel.lines(
                        "Garbage collection pauses",
                        "The share of time in which the collector stopped the program.",
                        "percentunit")
                .query(
                        "sum by (instance) (rate(jvm_gc_pause_seconds_sum" + THIS + "[$__rate_interval]))",
                        "paused {{instance}}")
                .decimals(2)
                .whenEmpty("no pauses yet");
    }

    private static Panel waits() {
        return Panel.lines(
                        "Waits, 95th percentile",
                        "The longest wait of 19 of 20 targets: for a lookup of their name, for a slot within the limits, and until"
                                + " their address could be contacted. Within the resolution of the histogram's buckets.",
                        "s")
                .query(quantile("0.95", "ehlo_scan_queue_wait_seconds_bucket", "queue"), "{{queue}}")
                .custom("fillOpacity", 0)
                .whenEmpty("no waits");
    }

    private static Panel held() {
        return Panel.areas(
                        "What holds dialogues back",
                        "The share of time in which dialogues that were ready to start were held back, by the inventory limit that"
                                + " caused it; shortage is the scanner's own. If nothing holds them back, raising limits gains nothing.",
                        "percentunit")
                .query(
                        "sum by (limit) (rate(ehlo_scan_held_seconds_total" + THIS + "[$__rate_interval])) > 0",
                        "{{limit}}")
                .custom("fillOpacity", 50)
                .whenEmpty("no limit was reached");
    }

    private static Panel lookups() {
        return Panel.areas(
                        "DNS lookups by outcome",
                        "Lookups that ended, those answered from the cache included. If most of them time out, check the name"
                                + " servers before the fleet.",
                        "cps")
                .query(
                        "sum by (outcome) (rate(ehlo_dns_lookups_total" + THIS + "[$__rate_interval])) > 0",
                        "{{outcome}}")
                .custom("fillOpacity", 50)
                .field("found", "color", Json.of("mode", "fixed", "fixedColor", Palette.GOOD))
                .field("timeout", "color", Json.of("mode", "fixed", "fixedColor", Palette.BAD))
                .whenEmpty("no lookups");
    }

    private static Panel lag() {
        return Panel.lines(
                        "Event loop lag",
                        "How late the event loops run what is due: the median, the 99th percentile, and the maximum of the last minutes. Above a second,"
                                + " dialogue timeouts do not count against servers.",
                        "s")
                .query(quantile("0.5", "ehlo_event_loop_lag_seconds_bucket", "instance"), "median {{instance}}")
                .query(quantile("0.99", "ehlo_event_loop_lag_seconds_bucket", "instance"), "99 % {{instance}}")
                .query("max by (instance) (ehlo_event_loop_lag_seconds_max" + THIS + ")", "max {{instance}}")
                .custom("fillOpacity", 0);
    }

    private static String quantile(String share, String buckets, String by) {
        return "histogram_quantile(" + share + ", sum by (le, " + by + ") (rate(" + buckets + THIS
                + "[$__rate_interval])))";
    }

    private static Panel sockets() {
        return Panel.lines(
                        "Sockets and files",
                        "Connections to mail servers, connections of this program's clients, and everything that is open, files included.",
                        "short")
                .query("sum by (use) (ehlo_sockets_open" + THIS + ")", "{{use}}")
                .query("sum(process_files_open_files" + THIS + ")", "all open")
                .custom("fillOpacity", 0)
                .field("all open", "color", Json.of("mode", "fixed", "fixedColor", Palette.NEUTRAL));
    }

    private static Panel requests() {
        return Panel.areas("Requests to /probe", "Probes of single targets requested over HTTP, by outcome.", "cps")
                .query(
                        "sum by (outcome) (rate(ehlo_probe_requests_total" + THIS + "[$__rate_interval])) > 0",
                        "{{outcome}}")
                .custom("fillOpacity", 50)
                .whenEmpty("no requests");
    }

    private static Panel losses() {
        return Panel.lines(
                        "Problems per hour",
                        "Scans that took longer than their interval, or were discarded because the scanner did not reach its own"
                                + " canary; snapshots that could not be saved; and changes missing from the history.",
                        "short")
                .query(anHour("ehlo_scan_overruns_total"), "overruns")
                .query(anHour("ehlo_scans_disbelieved_total"), "discarded")
                .query(anHour("ehlo_snapshot_save_failures_total"), "snapshots not saved")
                .query(anHour("ehlo_history_changes_lost_total"), "changes lost")
                .custom("fillOpacity", 0, "axisSoftMax", 1)
                .whenEmpty("no problems");
    }

    private static String anHour(String counter) {
        return "sum(rate(" + counter + THIS + "[$__rate_interval])) * 3600";
    }
}
