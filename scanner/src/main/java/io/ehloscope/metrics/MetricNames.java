package io.ehloscope.metrics;

import java.util.List;
import java.util.Locale;

/**
 * Every metric of this program, with all that is to be known of it. Names, units and label names are a contract with the
 * users' dashboards and alert rules. The table in {@code docs/metrics.md} is made from it.
 */
public enum MetricNames {
    /** Targets by verdict. */
    FLEET_TARGETS(Origin.SCAN, Type.GAUGE, Unit.NONE, "Targets of a site by verdict.", "site", "verdict"),
    /** Targets that lack a verb. */
    FLEET_MISSING_VERB_TARGETS(
            Origin.SCAN,
            Type.GAUGE,
            Unit.NONE,
            "Targets of a site that answered without a verb that their profile requires.",
            "site",
            "verb"),
    /** Exemptions, and what came of them. */
    FLEET_EXEMPT_VERBS(
            Origin.SCAN,
            Type.GAUGE,
            Unit.NONE,
            "Targets of a site whose verbs are known and that have an exemption: used (the verb is missing), idle (nothing is"
                    + " missing) or expired.",
            "site",
            "verb",
            "state"),
    /** Failed targets. */
    FLEET_FAILURES(
            Origin.SCAN,
            Type.GAUGE,
            Unit.NONE,
            "Targets of a site whose last attempt failed, by stage and reason.",
            "site",
            "stage",
            "reason"),
    /** Changed targets. */
    FLEET_CHANGED_TARGETS(
            Origin.SCAN,
            Type.GAUGE,
            Unit.NONE,
            "Targets of a site that changed since the scan before, new and vanished ones included; absent where there is"
                    + " none to compare with.",
            "site"),

    /** Who a target is. */
    TARGET_INFO(
            Origin.SCAN,
            Type.INFO,
            Unit.NONE,
            "What a target is, always 1. The inventory's free labels are on this series alone.",
            "site",
            "target",
            "address",
            "profile",
            "product",
            "product_version"),
    /** Whether it answered. */
    TARGET_ANSWERED(
            Origin.SCAN,
            Type.GAUGE,
            Unit.NONE,
            "1 where a target answered EHLO or HELO, 0 where it did not; absent where it was not looked at.",
            "site",
            "target"),
    /** Its verdict. */
    TARGET_VERDICT(
            Origin.SCAN, Type.GAUGE, Unit.NONE, "1 for the present verdict of a target.", "site", "target", "verdict"),
    /** How many Exchange verbs it lacks. */
    MISSING_EXCHANGE_VERBS(
            Origin.SCAN,
            Type.GAUGE,
            Unit.NONE,
            "Exchange verbs that a target lacks; absent where that cannot be known.",
            "site",
            "target"),
    /** Which verbs it lacks. */
    TARGET_MISSING_VERB(
            Origin.SCAN,
            Type.GAUGE,
            Unit.NONE,
            "1 for each required verb that a target lacks; severity is critical, warning or info, as its profile says.",
            "site",
            "target",
            "verb",
            "severity"),
    /** What changed about it. */
    TARGET_CHANGED(
            Origin.SCAN,
            Type.GAUGE,
            Unit.NONE,
            "1 for each kind of change of a target since the scan before.",
            "site",
            "target",
            "kind"),
    /** How long its probe took. */
    TARGET_DURATION(
            Origin.SCAN,
            Type.GAUGE,
            Unit.SECONDS,
            "From the start of a target's first attempt to the end of its last, waits included.",
            "site",
            "target"),
    /** How long the stages of its last attempt took. */
    TARGET_PHASE(
            Origin.SCAN, Type.GAUGE, Unit.SECONDS, "Times of the last attempt, by stage.", "site", "target", "stage"),
    /** How many attempts it took. */
    TARGET_ATTEMPTS(Origin.SCAN, Type.GAUGE, Unit.NONE, "Dialogues and failed connects of a target.", "site", "target"),
    /** When it last answered. */
    TARGET_LAST_ANSWER_TIMESTAMP(
            Origin.SCAN,
            Type.GAUGE,
            Unit.SECONDS,
            "When a target last answered, in this or an earlier scan since the program started; absent where it never did.",
            "site",
            "target"),
    /** The largest mail it takes. */
    TARGET_SIZE_LIMIT(
            Origin.SCAN,
            Type.GAUGE,
            Unit.BYTES,
            "The largest message that a target says it takes (SIZE); absent where it sets no limit.",
            "site",
            "target"),
    /** Whether it offers STARTTLS. */
    TARGET_STARTTLS(
            Origin.SCAN,
            Type.GAUGE,
            Unit.NONE,
            "1 where a target offers STARTTLS, 0 where it does not; absent where that is unknown.",
            "site",
            "target"),
    /** When its certificate ends. */
    TARGET_CERTIFICATE_NOT_AFTER_TIMESTAMP(
            Origin.SCAN,
            Type.GAUGE,
            Unit.SECONDS,
            "When a target's certificate expires; only with starttls: negotiate.",
            "site",
            "target"),

    /** When the scan was completed. */
    SCAN_LAST_COMPLETED_TIMESTAMP(Origin.SCAN, Type.GAUGE, Unit.SECONDS, "When the scan was completed."),
    /** How long it took. */
    SCAN_DURATION(Origin.SCAN, Type.GAUGE, Unit.SECONDS, "How long the scan took."),
    /** How many targets it had. */
    SCAN_TARGETS(Origin.SCAN, Type.GAUGE, Unit.NONE, "Targets of the scan."),
    /** How often there is one. */
    SCAN_INTERVAL(
            Origin.SCAN,
            Type.GAUGE,
            Unit.SECONDS,
            "From the start of one scan to the start of the next, as configured."),

    /** Whether one is going on. */
    SCAN_IN_PROGRESS(Origin.PROGRAM, Type.GAUGE, Unit.NONE, "1 while a scan is going on, 0 between scans."),
    /** Scans so far. */
    SCANS(Origin.PROGRAM, Type.COUNTER, Unit.NONE, "Scans that ended, by outcome.", "outcome"),
    /** How long the stages take. */
    PROBE_PHASE(
            Origin.PROGRAM,
            Type.HISTOGRAM,
            Unit.SECONDS,
            "How long the stages of dialogues took that were brought to an end, and lookups.",
            "stage"),
    /** The longest of late. */
    PROBE_PHASE_MAX(
            Origin.PROGRAM,
            Type.GAUGE,
            Unit.SECONDS_MAX,
            "The longest of the last minutes of ehlo_probe_phase_seconds.",
            "stage"),
    /** Attempts so far. */
    PROBE_ATTEMPTS(Origin.PROGRAM, Type.COUNTER, Unit.NONE, "Dialogues begun, failed connects included."),
    /** Retries so far. */
    PROBE_RETRIES(
            Origin.PROGRAM,
            Type.COUNTER,
            Unit.NONE,
            "Attempts that were put off to be made again, by the reason of the failure before.",
            "reason"),
    /** Connections at this moment. */
    DIALOGUES_IN_FLIGHT(Origin.PROGRAM, Type.GAUGE, Unit.NONE, "Dialogues going on now."),
    /** Which program this is. */
    BUILD_INFO(
            Origin.PROGRAM,
            Type.INFO,
            Unit.NONE,
            "The version of the program and of Java, always 1.",
            "version",
            "java"),
    /** Whether the inventory in use is the newest. */
    INVENTORY_LAST_RELOAD_SUCCESSFUL(
            Origin.PROGRAM,
            Type.GAUGE,
            Unit.NONE,
            "1 where the inventory was read without a mistake the last time, 0 where the old one is kept."),
    /** When it was last read well. */
    INVENTORY_LAST_RELOAD_SUCCESS_TIMESTAMP(
            Origin.PROGRAM, Type.GAUGE, Unit.SECONDS, "When the inventory was last read without a mistake.");

    private static final String PREFIX = "ehlo_";

    private final Origin origin;
    private final Type type;
    private final Unit unit;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> labels;

    /** Where the values come from. */
    public enum Origin {
        /** One whole scan, the last that was completed. */
        SCAN,
        /** The program, at the moment it is asked. */
        PROGRAM
    }

    /** What a metric is to Prometheus. */
    public enum Type {
        /** A value that goes up and down. */
        GAUGE,
        /** A value that only grows. */
        COUNTER,
        /** Observations in buckets. */
        HISTOGRAM,
        /** Labels, and always 1; a gauge in the text format. */
        INFO;

        /** As it is written in documents. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The base units of Prometheus. */
    private enum Unit {
        NONE("", ""),
        SECONDS("seconds", "_seconds"),
        SECONDS_MAX("seconds", ""),
        BYTES("bytes", "_bytes");

        private final String label;
        private final String suffix;

        Unit(String label, String suffix) {
            this.label = label;
            this.suffix = suffix;
        }
    }

    MetricNames(Origin origin, Type type, Unit unit, String help, String... labels) {
        this.origin = origin;
        this.type = type;
        this.unit = unit;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** The name as it is scraped and queried, without the suffixes of a histogram's series. */
    public String key() {
        if (this == PROBE_PHASE_MAX) {
            return PROBE_PHASE.key() + "_max";
        }
        String bare = PREFIX + name().toLowerCase(Locale.ROOT) + unit.suffix;
        return type == Type.COUNTER ? bare + "_total" : bare;
    }

    /** Where the values come from. */
    public Origin origin() {
        return origin;
    }

    /** What it is to Prometheus. */
    public Type type() {
        return type;
    }

    /** {@code seconds}, {@code bytes}, or empty where things are counted. */
    public String unit() {
        return unit.label;
    }

    /** A sentence for people; says so where the value is the last scan's. */
    public String help() {
        return origin == Origin.SCAN ? help + " As of the last completed scan." : help;
    }

    /** The names of its labels; {@link #TARGET_INFO} has the inventory's free labels besides. */
    public List<String> labels() {
        return labels;
    }
}
