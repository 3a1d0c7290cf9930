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
                        "The health of the scanner: whether what it says of the fleet can be relied upon.")
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
                        "How long ago the last scan was completed. Coloured for an interval of 15 minutes.",
                        "s")
                .query("time() - min(ehlo_scan_last_completed_timestamp_seconds" + THIS + ")", "age")
                .decimals(0)
                .thresholds(Palette.GOOD, 1_800, Palette.WARNING, 2_700, Palette.BAD);
    }

    private static Panel load() {
        return Panel.stat(
                        "Scan length / interval",
                        "How much of the interval a scan needs. At 100 % the fleet is looked at less often than configured.",
                        "percentunit")
                .query("max(ehlo_scan_duration_seconds" + THIS + " / ehlo_scan_interval_seconds" + THIS + ")", "used")
                .decimals(0)
                .thresholds(Palette.GOOD, 0.7, Palette.WARNING, 1, Palette.BAD);
    }

    private static Panel inventory() {
        return Panel.stat("Inventory", "Whether the inventory was read without a mistake the last time.", "short")
                .query("min(ehlo_inventory_last_reload_successful" + THIS + ")", "inventory")
                .words(0, "refused", Palette.BAD, 1, "in use", Palette.GOOD);
    }

    private static Panel targets() {
        return Panel.stat("Targets", "Targets of the last scan.", "short")
                .query("sum(ehlo_scan_targets" + THIS + ")", "targets");
    }

    private static Panel version() {
        return Panel.stat("Version", "The version of the program that runs.", "none")
                .query("max by (version) (ehlo_build_info" + THIS + ")", "{{version}}")
                .option("textMode", "name");
    }

    private static Panel length() {
        return Panel.lines(
                        "Scan length and interval",
                        "How long scans take, against the interval in which they should be over.",
                        "s")
                .query("max by (instance) (ehlo_scan_duration_seconds" + THIS + ")", "length {{instance}}")
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
                        "How many dialogues go on at the same time. Between scans there are none.",
                        "short")
                .query("sum by (instance) (ehlo_dialogues_in_flight" + THIS + ")", "in flight {{instance}}")
                .query("sum by (instance) (ehlo_scan_in_progress" + THIS + ")", "scan in progress {{instance}}");
    }

    private static Panel rates() {
        return Panel.lines(
                        "Attempts",
                        "Dialogues begun, failed connects included, and those of them that were made again.",
                        "cps")
                .query("sum(rate(ehlo_probe_attempts_total" + THIS + "[$__rate_interval]))", "attempts")
                .query("sum(rate(ehlo_probe_retries_total" + THIS + "[$__rate_interval]))", "retries");
    }

    private static Panel phases() {
        return Panel.lines(
                        "Time of the stages, 95th percentile",
                        "19 of 20 stages took no longer than this, as far as the buckets of the histogram tell.",
                        "s")
                .query(quantile("0.95", "ehlo_probe_phase_seconds_bucket", "stage"), "{{stage}}")
                .custom("fillOpacity", 0);
    }

    private static Panel retries() {
        return Panel.areas(
                        "Retries by reason",
                        "Attempts that were put off to be made again, by the reason of the failure before.",
                        "cps")
                .query(
                        "sum by (reason) (rate(ehlo_probe_retries_total" + THIS + "[$__rate_interval])) > 0",
                        "{{reason}}")
                .custom("fillOpacity", 50)
                .whenEmpty("no attempt was made again");
    }

    private static Panel outcomes() {
        return Panel.lines(
                        "Scans an hour",
                        "Scans that ended, by outcome. Only a completed scan changes what is shown of the fleet.",
                        "short")
                .query("sum by (outcome) (rate(ehlo_scans_total" + THIS + "[$__rate_interval])) * 3600", "{{outcome}}");
    }

    private static Panel targetsOverTime() {
        return Panel.lines(
                        "Targets and skipped targets", "Targets of a scan, and those that it did not look at.", "short")
                .query("sum(ehlo_scan_targets" + THIS + ")", "targets")
                .query(
                        "sum(ehlo_fleet_targets{job=~\"$job\", instance=~\"$instance\", verdict=\"skipped\"})",
                        "skipped")
                .custom("lineInterpolation", "stepAfter")
                .field("skipped", "color", Json.of("mode", "fixed", "fixedColor", Palette.colour(Verdict.PARTIAL)));
    }

    private static Panel cpu() {
        return Panel.lines("CPU", "How many processors the scanner keeps busy, and how many it may use.", "short")
                .query(
                        "sum by (instance) (rate(process_cpu_seconds_total" + THIS + "[$__rate_interval]))",
                        "busy {{instance}}")
                .query("max(system_cpu_processors" + THIS + ")", "there are")
                .field(
                        "there are",
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
                        "Memory of Java objects: in use, left over after the last great collection, and the limit.",
                        "bytes")
                .query("sum by (instance) (jvm_memory_used_bytes" + HEAP + ")", "in use {{instance}}")
                .query("sum by (instance) (jvm_gc_live_data_size_bytes" + THIS + ")", "after collection {{instance}}")
                .query("max(jvm_gc_max_data_size_bytes" + THIS + ")", "limit")
                .custom("fillOpacity", 0);
    }

    private static Panel collector() {
        return Panel.lines(
                        "Pauses for garbage collection",
                        "The share of time in which the collector stopped the program.",
                        "percentunit")
                .query(
                        "sum by (instance) (rate(jvm_gc_pause_seconds_sum" + THIS + "[$__rate_interval]))",
                        "paused {{instance}}")
                .decimals(2)
                .whenEmpty("there was no pause yet");
    }

    private static Panel waits() {
        return Panel.lines(
                        "Waits, 95th percentile",
                        "How long 19 of 20 targets waited at most: for a lookup of their name, for a slot within the limits, and until"
                                + " their address might be spoken to. As far as the buckets of the histogram tell.",
                        "s")
                .query(quantile("0.95", "ehlo_scan_queue_wait_seconds_bucket", "queue"), "{{queue}}")
                .custom("fillOpacity", 0)
                .whenEmpty("nobody waited");
    }

    private static Panel held() {
        return Panel.areas(
                        "What holds dialogues back",
                        "The share of time in which dialogues that were ready to begin were held back, by the limit of the inventory that"
                                + " did it; shortage is the scanner's own. Where nothing does, more speed would gain nothing.",
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
                        "Lookups that ended, those answered from the cache included. Where most of them time out, look at the name"
                                + " servers before the fleet.",
                        "cps")
                .query(
                        "sum by (outcome) (rate(ehlo_dns_lookups_total" + THIS + "[$__rate_interval])) > 0",
                        "{{outcome}}")
                .custom("fillOpacity", 50)
                .field("found", "color", Json.of("mode", "fixed", "fixedColor", Palette.GOOD))
                .field("timeout", "color", Json.of("mode", "fixed", "fixedColor", Palette.BAD))
                .whenEmpty("no name was looked up");
    }

    private static Panel lag() {
        return Panel.lines(
                        "Lag of the event loops",
                        "How late the loops do what is due: half of it, 99 of 100, and the latest of the last minutes. Above a second,"
                                + " timeouts of dialogues are not held against servers.",
                        "s")
                .query(quantile("0.5", "ehlo_event_loop_lag_seconds_bucket", "instance"), "half {{instance}}")
                .query(quantile("0.99", "ehlo_event_loop_lag_seconds_bucket", "instance"), "99 % {{instance}}")
                .query("max by (instance) (ehlo_event_loop_lag_seconds_max" + THIS + ")", "latest {{instance}}")
                .custom("fillOpacity", 0);
    }

    private static String quantile(String share, String buckets, String by) {
        return "histogram_quantile(" + share + ", sum by (le, " + by + ") (rate(" + buckets + THIS
                + "[$__rate_interval])))";
    }

    private static Panel sockets() {
        return Panel.lines(
                        "Sockets and files",
                        "Connections to mail servers, those of clients of this program, and all that is open, files included.",
                        "short")
                .query("sum by (use) (ehlo_sockets_open" + THIS + ")", "{{use}}")
                .query("sum(process_files_open_files" + THIS + ")", "all that is open")
                .custom("fillOpacity", 0)
                .field("all that is open", "color", Json.of("mode", "fixed", "fixedColor", Palette.NEUTRAL));
    }

    private static Panel requests() {
        return Panel.areas(
                        "Requests to /probe",
                        "Probes of single targets that somebody asked for over HTTP, by what became of them.",
                        "cps")
                .query(
                        "sum by (outcome) (rate(ehlo_probe_requests_total" + THIS + "[$__rate_interval])) > 0",
                        "{{outcome}}")
                .custom("fillOpacity", 50)
                .whenEmpty("nobody asked");
    }

    private static Panel losses() {
        return Panel.lines(
                        "What went wrong, an hour",
                        "Scans that took longer than their interval, or were thrown away because the scanner did not reach its own"
                                + " canary; snapshots that could not be saved, and changes that the history lacks.",
                        "short")
                .query(anHour("ehlo_scan_overruns_total"), "overruns")
                .query(anHour("ehlo_scans_disbelieved_total"), "disbelieved")
                .query(anHour("ehlo_snapshot_save_failures_total"), "snapshots not saved")
                .query(anHour("ehlo_history_changes_lost_total"), "changes lost")
                .custom("fillOpacity", 0, "axisSoftMax", 1)
                .whenEmpty("nothing went wrong");
    }

    private static String anHour(String counter) {
        return "sum(rate(" + counter + THIS + "[$__rate_interval])) * 3600";
    }
}
