package io.ehloscope.metrics;

import java.util.List;
import java.util.Locale;

/**
 * All metrics of this program with their type, unit, help text and labels. Names, units and label names are a contract
 * with the users' dashboards and alert rules. The table in {@code docs/metrics.md} is generated from this enum.
 */
public enum MetricNames {
    /** Targets by verdict. */
    FLEET_TARGETS("Targets of a site by verdict.", "site", "verdict"),
    /** Targets that lack a verb. */
    FLEET_MISSING_VERB_TARGETS(
            "Targets of a site that answered without a verb that their profile requires.", "site", "verb"),
    /** Exemptions by state. */
    FLEET_EXEMPT_VERBS(
            "Targets of a site whose verbs are known and that have an exemption: used (the verb is missing), idle (nothing is"
                    + " missing) or expired.",
            "site",
            "verb",
            "state"),
    /** Targets by finding. */
    FLEET_FINDING_TARGETS(
            "Targets of a site that have a finding with this severity. A target counts once for each of its findings.",
            "site",
            "finding",
            "severity"),
    /** Targets by the severity of their worst finding. */
    FLEET_SEVERITY_TARGETS(
            "Targets of a site that have findings, by the severity of the worst one.", "site", "severity"),
    /** Targets by version of TLS. */
    FLEET_TLS_TARGETS(
            "Targets of a site with which TLS was negotiated, by its version; of a target with several addresses the oldest."
                    + " Only with starttls: negotiate or tls: implicit.",
            "site",
            "version"),
    /** Failed targets. */
    FLEET_FAILURES(
            "Targets of a site that failed, by stage and reason; after a complete EHLO reply, the stages are"
                    + " starttls, tls and ehlo_tls.",
            "site",
            "stage",
            "reason"),
    /** Changed targets. */
    FLEET_CHANGED_TARGETS(
            "Targets of a site that changed since the previous scan, new and removed ones included; absent if there is"
                    + " no previous scan.",
            "site"),

    /** The identity of a target. */
    TARGET_INFO(
            MetricOrigin.SCAN,
            MetricType.INFO,
            MetricUnit.NONE,
            "What a target is, always 1. The inventory's free labels are only on this series.",
            "site",
            "target",
            "address",
            "profile",
            "product",
            "product_version"),
    /** Whether it answered. */
    TARGET_ANSWERED(
            "1 if a target answered EHLO or HELO, 0 if it did not; absent if it was not checked.", "site", "target"),
    /** Its verdict. */
    TARGET_VERDICT("1 for the current verdict of a target.", "site", "target", "verdict"),
    /** How many Exchange verbs it lacks. */
    MISSING_EXCHANGE_VERBS("Exchange verbs that a target lacks; absent if that cannot be known.", "site", "target"),
    /** Which verbs it lacks. */
    TARGET_MISSING_VERB(
            "1 for each required verb that a target lacks; severity is that of the finding verb_missing, or if that is off, what"
                    + " the profile sets for the verb.",
            "site",
            "target",
            "verb",
            "severity"),
    /** What is wrong with it. */
    TARGET_FINDING(
            "1 for each finding of a target, once for each of its severities; absent without findings.",
            "site",
            "target",
            "finding",
            "severity"),
    /** Kinds of change since the previous scan. */
    TARGET_CHANGED("1 for each kind of change of a target since the previous scan.", "site", "target", "kind"),
    /** How long its probe took. */
    TARGET_DURATION(
            MetricUnit.SECONDS,
            "Time from the start of a target's first attempt to the end of its last, waits included.",
            "site",
            "target"),
    /** How long the stages of its reported attempt took. */
    TARGET_PHASE(MetricUnit.SECONDS, "Times of the reported attempt, by stage.", "site", "target", "stage"),
    /** How many attempts it took. */
    TARGET_ATTEMPTS("Dialogues and failed connects of a target.", "site", "target"),
    /** When it last answered. */
    TARGET_LAST_ANSWER_TIMESTAMP(
            MetricUnit.SECONDS,
            "When a target last answered, in this or an earlier remembered scan; absent if it never did.",
            "site",
            "target"),
    /** The largest message it announces to accept. */
    TARGET_SIZE_LIMIT(
            MetricUnit.BYTES,
            "The largest message that a target announces to accept (SIZE); absent if it sets no limit.",
            "site",
            "target"),
    /** Whether it offers STARTTLS. */
    TARGET_STARTTLS("1 if a target offers STARTTLS, 0 if it does not; absent if that is unknown.", "site", "target"),
    /** When its certificate expires. */
    TARGET_CERTIFICATE_NOT_AFTER_TIMESTAMP(
            MetricUnit.SECONDS,
            "When a target's certificate expires, of several addresses the first; only with starttls: negotiate or tls:"
                    + " implicit.",
            "site",
            "target"),

    /** When the scan was completed. */
    SCAN_LAST_COMPLETED_TIMESTAMP(MetricUnit.SECONDS, "When the scan was completed."),
    /** How long it took. */
    SCAN_DURATION(MetricUnit.SECONDS, "How long the scan took."),
    /** The number of its targets. */
    SCAN_TARGETS("Targets of the scan."),
    /** The configured interval between scans. */
    SCAN_INTERVAL(MetricUnit.SECONDS, "Time from the start of one scan to the start of the next, as configured."),

    /** Whether a scan is in progress. */
    SCAN_IN_PROGRESS(MetricType.GAUGE, "1 while a scan is in progress, 0 between scans."),
    /** Scans that have ended. */
    SCANS(MetricType.COUNTER, "Scans that ended, by outcome.", "outcome"),
    /** Wait times by queue. */
    SCAN_QUEUE_WAIT(
            MetricType.HISTOGRAM,
            MetricUnit.SECONDS,
            "How long scans waited to start something: a lookup for its place among those in flight (lookup), a dialogue for a"
                    + " slot within the limits (slot), and until its address could be contacted (address).",
            "queue"),
    /** The recent maximum. */
    SCAN_QUEUE_WAIT_MAX(SCAN_QUEUE_WAIT),
    /** Delay by limit. */
    SCAN_HELD(
            MetricType.COUNTER,
            MetricUnit.SECONDS,
            "Time in which dialogues that were ready to start were held back by this limit of the inventory, or by a shortage"
                    + " of the scanner's own.",
            "limit"),
    /** When the next scan is due. */
    SCAN_NEXT_TIMESTAMP(MetricType.GAUGE, MetricUnit.SECONDS, "When the next whole scan is due."),
    /** Scans that took too long. */
    SCAN_OVERRUNS(MetricType.COUNTER, "Whole scans that took longer than the interval between them."),
    /** Discarded scans. */
    SCANS_DISBELIEVED(
            MetricType.COUNTER,
            "Scans whose results were discarded because the scanner could not even reach its own canary."),
    /** Whether the canary answered. */
    CANARY_ANSWERED(
            MetricType.GAUGE,
            "1 if the mail server inside the scanner answered it the last time, 0 if it did not; absent before the"
                    + " first scan has ended."),
    /** Targets rescanned between whole scans. */
    TARGETS_LOOKED_AT_AGAIN(
            MetricType.COUNTER,
            "Targets that were rescanned between whole scans: those with findings, new ones, and those requested."),
    /** When the snapshot was saved. */
    SNAPSHOT_LAST_SAVED_TIMESTAMP(
            MetricType.GAUGE,
            MetricUnit.SECONDS,
            "When the snapshot was last written to the storage path; absent without a storage path."),
    /** Snapshots that could not be saved. */
    SNAPSHOT_SAVE_FAILURES(MetricType.COUNTER, "Snapshots that could not be written to the storage path."),
    /** Changes written to the history. */
    HISTORY_CHANGES_WRITTEN(MetricType.COUNTER, "Changes of targets written to the history."),
    /** Changes that the history lacks. */
    HISTORY_CHANGES_LOST(
            MetricType.COUNTER,
            "Changes of targets missing from the history because its database was down or too slow."),
    /** Changes that wait for the history. */
    HISTORY_CHANGES_WAITING(MetricType.GAUGE, "Changes of targets waiting to be written to the history."),
    /** Durations of stages. */
    PROBE_PHASE(
            MetricType.HISTOGRAM,
            MetricUnit.SECONDS,
            "How long completed stages of dialogues took, and lookups.",
            "stage"),
    /** The recent maximum. */
    PROBE_PHASE_MAX(PROBE_PHASE),
    /** Attempts started. */
    PROBE_ATTEMPTS(MetricType.COUNTER, "Dialogues started, failed connects included."),
    /** Retries scheduled. */
    PROBE_RETRIES(
            MetricType.COUNTER,
            "Attempts that were scheduled to be retried, by the reason of the preceding failure.",
            "reason"),
    /** Dialogues in progress. */
    DIALOGUES_IN_FLIGHT(MetricType.GAUGE, "Dialogues in progress."),
    /** Completed DNS lookups. */
    DNS_LOOKUPS(
            MetricType.COUNTER,
            "Completed lookups of addresses and of MX hosts, those answered from the cache included, by outcome: found, or"
                    + " the reason for the failure.",
            "outcome"),
    /** DNS lookups in progress. */
    DNS_LOOKUPS_IN_FLIGHT(MetricType.GAUGE, "Lookups in progress; scans run at most 64 at once."),
    /** Event loop lag. */
    EVENT_LOOP_LAG(
            MetricType.HISTOGRAM,
            MetricUnit.SECONDS,
            "How late the event loops ran what was due, measured four times a second on each loop. Dialogue timeouts"
                    + " that expired during a lag of more than a second do not count against servers."),
    /** The recent maximum. */
    EVENT_LOOP_LAG_MAX(EVENT_LOOP_LAG),
    /** Open sockets. */
    SOCKETS_OPEN(
            MetricType.GAUGE,
            "Open TCP sockets, by use: dialogue (scans, probes and the canary) or http (clients of this program).",
            "use"),
    /** TLS handshake tasks that wait for a thread. */
    TLS_TASKS_WAITING(
            MetricType.GAUGE, "Computations of TLS handshakes with mail servers that are waiting for a free thread."),
    /** Completed requests to /probe. */
    PROBE_REQUESTS(
            MetricType.COUNTER,
            "Completed requests to /probe, by outcome: probed (whatever the server did), unknown_target, bad_request, busy"
                    + " (too many at once), or abandoned by the client.",
            "outcome"),
    /** Durations of the probes for /probe. */
    PROBE_REQUEST(MetricType.HISTOGRAM, MetricUnit.SECONDS, "How long the probes for requests to /probe took."),
    /** The recent maximum. */
    PROBE_REQUEST_MAX(PROBE_REQUEST),
    /** The version of the program and of Java. */
    BUILD_INFO(MetricType.INFO, "The version of the program and of Java, always 1.", "version", "java"),
    /** Whether the last reload of the inventory succeeded. */
    INVENTORY_LAST_RELOAD_SUCCESSFUL(
            MetricType.GAUGE, "1 if the last reload of the inventory found no errors, 0 if the old inventory is kept."),
    /** When the inventory was last read without errors. */
    INVENTORY_LAST_RELOAD_SUCCESS_TIMESTAMP(
            MetricType.GAUGE, MetricUnit.SECONDS, "When the inventory was last read without errors."),
    /** The age of the targets of a source. */
    INVENTORY_SOURCE_AGE(
            MetricType.GAUGE,
            MetricUnit.SECONDS,
            "Time since a source of targets (file_sd, http_sd) last confirmed the targets in use.",
            "source"),
    /** The number of targets of a source. */
    INVENTORY_SOURCE_TARGETS(MetricType.GAUGE, "Targets that a source (file_sd, http_sd) adds to the plan.", "source"),
    /** Connections of clients that the program closed. */
    WEB_CONNECTIONS_CLOSED(
            MetricType.COUNTER,
            "Connections of clients closed by reason: room (for another one), full (refused) or deadline (no request came).",
            "reason"),
    /** Refused HTTP requests. */
    WEB_REQUESTS_REFUSED(
            MetricType.COUNTER,
            "HTTP requests refused by reason: host (400 or 421, none or not a name of this server) or rate (429).",
            "reason"),
    /** Whether the last reload of the web configuration succeeded. */
    WEB_CONFIG_LAST_RELOAD_SUCCESSFUL(
            MetricType.GAUGE,
            "1 if the web configuration file is in force, 0 if it is refused; absent without such a file.");

    private final MetricOrigin origin;
    private final MetricType type;
    private final MetricUnit unit;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> labels;

    /** The gauge of the recent maximum that Micrometer adds to a histogram of durations. */
    MetricNames(MetricNames histogram) {
        this(
                MetricType.GAUGE,
                MetricUnit.SECONDS_MAX,
                "The maximum of the last minutes of " + histogram.key() + ".",
                histogram.labels.toArray(String[]::new));
    }

    MetricNames(String help, String... labels) {
        this(MetricUnit.NONE, help, labels);
    }

    MetricNames(MetricUnit unit, String help, String... labels) {
        this(MetricOrigin.SCAN, MetricType.GAUGE, unit, help, labels);
    }

    MetricNames(MetricType type, String help, String... labels) {
        this(type, MetricUnit.NONE, help, labels);
    }

    MetricNames(MetricType type, MetricUnit unit, String help, String... labels) {
        this(MetricOrigin.PROGRAM, type, unit, help, labels);
    }

    MetricNames(MetricOrigin origin, MetricType type, MetricUnit unit, String help, String... labels) {
        this.origin = origin;
        this.type = type;
        this.unit = unit;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** Returns the name in scrapes and queries, without the suffixes of a histogram's series. */
    public String key() {
        String stem = unit == MetricUnit.SECONDS_MAX ? name().substring(0, name().length() - "_MAX".length()) : name();
        String bare = "ehlo_" + stem.toLowerCase(Locale.ROOT) + unit.suffix();
        return type == MetricType.COUNTER ? bare + "_total" : bare;
    }

    /** Returns where the values come from. */
    public MetricOrigin origin() {
        return origin;
    }

    /** Returns the type in Prometheus. */
    public MetricType type() {
        return type;
    }

    /** Returns {@code seconds}, {@code bytes}, or an empty string for a count. */
    public String unit() {
        return unit.label();
    }

    /** Returns the help text; it states if the value is that of the last completed scan. */
    public String help() {
        return origin == MetricOrigin.SCAN ? help + " As of the last completed scan." : help;
    }

    /** Returns the label names; {@link #TARGET_INFO} also has the inventory's free labels. */
    public List<String> labels() {
        return labels;
    }
}
