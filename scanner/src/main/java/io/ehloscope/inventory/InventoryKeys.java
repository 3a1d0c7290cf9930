package io.ehloscope.inventory;

import io.ehloscope.catalogue.ExemptionKeys;
import io.ehloscope.catalogue.FindingKeys;
import io.ehloscope.catalogue.ProfileKeys;
import io.ehloscope.plan.Exclusion;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Retry;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Settings.ResolveMode;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.text.Durations;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of an inventory, each with its type, its bounds and its default. */
final class InventoryKeys {

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);

    static final Key<String> SITE_NAME = Key.required("name", ValueType.text(100));
    static final Key<String> HOST = Key.required("host", ValueType.text(1000));
    static final Key<Map<String, String>> LABELS = Key.optional("labels", LabelForm.FORM, "none");

    static final Key<Integer> PORT =
            Key.optional("port", ValueType.integer(1, 65535), String.valueOf(Settings.DEFAULT_PORT));
    static final Key<String> PROFILE = Key.optional("profile", ProfileKeys.NAMED, Settings.DEFAULT.profile());
    static final Key<StarttlsMode> STARTTLS = Key.optional(
            "starttls",
            ValueType.oneOf(StarttlsMode.values(), StarttlsMode::label),
            Settings.DEFAULT.starttls().label());
    static final Key<TlsMode> TLS = Key.optional(
            "tls",
            ValueType.oneOf(TlsMode.values(), TlsMode::label),
            Settings.DEFAULT.tls().label());
    static final Key<ResolveMode> RESOLVE = Key.optional(
            "resolve",
            ValueType.oneOf(ResolveMode.values(), ResolveMode::label),
            Settings.DEFAULT.resolve().label());
    static final Key<Node.Mapping> TIMEOUTS = Key.optional("timeouts", ValueType.mapping(), "as below");
    static final Key<Node.Mapping> RETRY = Key.optional("retry", ValueType.mapping(), "as below");

    static final Key<Duration> DNS = timeout("dns", Timeouts.DEFAULT.dns(), 10);
    static final Key<Duration> CONNECT = timeout("connect", Timeouts.DEFAULT.connect(), 10);
    static final Key<Duration> GREETING = timeout("greeting", Timeouts.DEFAULT.greeting(), 10);
    static final Key<Duration> REPLY = timeout("reply", Timeouts.DEFAULT.reply(), 10);
    static final Key<Duration> TOTAL = timeout("total", Timeouts.DEFAULT.total(), 60);

    static final Key<Integer> ATTEMPTS = number("attempts", 1, 20, Retry.DEFAULT.attempts());
    static final Key<Duration> BACKOFF = duration("backoff", Duration.ZERO, 60, Retry.DEFAULT.backoff());
    static final Key<Duration> MAX_BACKOFF = duration("max_backoff", Duration.ZERO, 60, Retry.DEFAULT.maxBackoff());
    static final Key<Double> JITTER =
            Key.optional("jitter", ValueType.decimal(0, 1), String.valueOf(Retry.DEFAULT.jitter()));

    static final Key<Integer> CONCURRENCY = number("concurrency", 1, 100_000, Limits.DEFAULT.concurrency());
    static final Key<Integer> PER_SITE = number("per_site", 1, 100_000, Limits.DEFAULT.perSite());
    static final Key<Integer> PER_ADDRESS = number("per_address", 1, 1000, Limits.DEFAULT.perAddress());
    static final Key<Integer> CONNECTS_PER_SECOND =
            number("connects_per_second", 1, 100_000, Limits.DEFAULT.connectsPerSecond());
    static final Key<Duration> PER_ADDRESS_GAP =
            duration("per_address_gap", Duration.ZERO, 60, Limits.DEFAULT.perAddressGap());

    static final Key<Duration> INTERVAL =
            duration("interval", Duration.ofSeconds(1), 30 * 24 * 60, Schedule.DEFAULT.interval());
    static final Key<Duration> RECHECK =
            duration("recheck", Duration.ofSeconds(1), 30 * 24 * 60, Schedule.DEFAULT.recheck());

    static final Key<PerTarget> PER_TARGET =
            Key.optional("per_target", ValueType.oneOf(PerTarget.values(), PerTarget::label), PerTarget.ALL.label());

    static final Key<List<String>> DNS_SERVERS =
            Key.optional("servers", ValueType.listOf(NameServerForm.FORM), "the system's");

    static final Key<Node> LIST = Key.required("file", ValueType.node("file name, or mapping"));
    static final Key<String> PATH = Key.required("path", ValueType.text(1000));
    static final Key<Character> DELIMITER = Key.optional(
            "delimiter",
            ValueType.scalar("\",\", \";\", or tab", InventoryKeys::delimiter),
            "the one that the file has");
    static final Key<Node.Mapping> COLUMNS = Key.optional("columns", ValueType.mapping(), "the usual headers");
    static final Key<ListedHosts.OtherColumns> OTHER_COLUMNS = Key.optional(
            "other_columns",
            ValueType.oneOf(
                    ListedHosts.OtherColumns.values(), each -> each.name().toLowerCase(Locale.ROOT)),
            "ignore");
    static final Duration DEFAULT_REFRESH = Duration.ofMinutes(5);

    static final Key<List<String>> FILE_SD = Key.optional("file_sd", ValueType.oneOrMore(ValueType.text(1000)), "none");
    static final Key<Node.Mapping> HTTP_SD = Key.optional("http_sd", ValueType.mapping(), "none");
    static final Key<String> URL = Key.required("url", ValueType.text(2000));
    static final Key<Duration> REFRESH = duration("refresh", Duration.ofSeconds(10), 60, DEFAULT_REFRESH);
    static final Key<String> TOKEN_FILE = Key.optional("token_file", ValueType.text(1000), "none");
    static final Key<String> USERNAME = Key.optional("username", ValueType.text(200), "none");
    static final Key<String> PASSWORD_FILE = Key.optional("password_file", ValueType.text(1000), "none");

    static final Key<String> CA_FILE = Key.optional("ca_file", ValueType.text(1000), "none");

    static final Key<String> VERSION = Key.required("version", ValueType.scalar("1", (scalar, what, problems) -> {
        if (!scalar.text().equals("1")) {
            problems.add(
                    scalar.location(), what + " " + ValueType.quoted(scalar.text()) + " is not supported", "write 1");
        }
        return scalar.text();
    }));
    static final Key<String> EHLO_NAME = Key.optional("ehlo_name", EhloName.FORM, "this machine's full name");
    static final Key<Node.Mapping> DEFAULTS = Key.optional("defaults", ValueType.mapping(), "as below");
    static final Key<Node.Mapping> LIMITS = Key.optional("limits", ValueType.mapping(), "as below");
    static final Key<Node.Mapping> SCHEDULE = Key.optional("schedule", ValueType.mapping(), "as below");
    static final Key<Node.Mapping> METRICS = Key.optional("metrics", ValueType.mapping(), "as below");
    static final Key<Node.Mapping> NAME_SERVICE = Key.optional("dns", ValueType.mapping(), "the system's");
    static final Key<Node.Mapping> TLS_CONFIG = Key.optional("tls_config", ValueType.mapping(), "as below");
    static final Key<Node.Mapping> PROFILES = Key.optional("profiles", ValueType.mapping(), "none");
    static final Key<List<Node>> SITES = Key.required("sites", ValueType.listOf(ValueType.node("site")));
    static final Key<List<Node>> SERVERS = Key.required("servers", ValueType.listOf(ValueType.node("server")));

    static final Key<List<Exclusion>> EXCLUDE =
            Key.optional("exclude", ValueType.listOf(ExclusionForm.FORM), "nothing");

    /** The settings of the defaults, of a site and of a server. */
    private static final List<Key<?>> SETTINGS = List.of(
            PORT,
            PROFILE,
            STARTTLS,
            TLS,
            RESOLVE,
            TIMEOUTS,
            RETRY,
            ExemptionKeys.EXEMPT,
            FindingKeys.FINDINGS,
            ContactKeys.MAINTENANCE,
            ContactKeys.SOURCE_ADDRESS);

    static final Schema INVENTORY = new Schema(
            "the inventory",
            List.of(
                    VERSION,
                    EHLO_NAME,
                    DEFAULTS,
                    LIMITS,
                    SCHEDULE,
                    METRICS,
                    NAME_SERVICE,
                    TLS_CONFIG,
                    EXCLUDE,
                    PROFILES,
                    SITES));
    static final Schema IN_DEFAULTS = new Schema("defaults", SETTINGS);
    static final Schema IN_TIMEOUTS = new Schema("timeouts", List.of(DNS, CONNECT, GREETING, REPLY, TOTAL));
    static final Schema IN_RETRY = new Schema("retry", List.of(ATTEMPTS, BACKOFF, MAX_BACKOFF, JITTER));
    static final Schema IN_LIMITS =
            new Schema("limits", List.of(CONCURRENCY, PER_SITE, PER_ADDRESS, CONNECTS_PER_SECOND, PER_ADDRESS_GAP));
    static final Schema IN_SCHEDULE = new Schema("schedule", List.of(INTERVAL, RECHECK));
    static final Schema IN_METRICS = new Schema("metrics", List.of(PER_TARGET));
    static final Schema IN_NAME_SERVICE = new Schema("dns", List.of(DNS_SERVERS));
    static final Schema IN_TLS_CONFIG = new Schema("tls_config", List.of(CA_FILE));
    static final Schema LISTED = new Schema("a list of hosts", settingsAnd(LIST, LABELS));
    static final Schema IN_LIST = new Schema("file", List.of(PATH, DELIMITER, COLUMNS, OTHER_COLUMNS));
    static final Schema SITE = new Schema("a site", settingsAnd(SITE_NAME, LABELS, EXCLUDE, SERVERS));
    static final Schema SERVER = new Schema("a server", settingsAnd(HOST, LABELS));
    static final Schema SOURCE = new Schema("a source", settingsAnd(FILE_SD, HTTP_SD, LABELS));
    static final Schema IN_HTTP_SD =
            new Schema("http_sd", List.of(URL, REFRESH, CA_FILE, TOKEN_FILE, USERNAME, PASSWORD_FILE));

    private InventoryKeys() {}

    private static @Nullable Character delimiter(Node.Scalar scalar, String what, Problems problems) {
        Character delimiter = switch (scalar.text()) {
            case "," -> ',';
            case ";" -> ';';
            case "tab", "\t" -> '\t';
            default -> null;
        };
        if (delimiter == null) {
            problems.add(
                    scalar.location(),
                    what + " " + problems.quoted(scalar.text()) + " is not supported",
                    "write \",\", \";\", or tab");
        }
        return delimiter;
    }

    private static Key<Duration> timeout(String name, Duration byDefault, int mostMinutes) {
        return duration(name, MIN_TIMEOUT, mostMinutes, byDefault);
    }

    private static Key<Duration> duration(String name, Duration least, int mostMinutes, Duration byDefault) {
        return Key.optional(
                name, ValueType.duration(least, Duration.ofMinutes(mostMinutes)), Durations.text(byDefault));
    }

    private static Key<Integer> number(String name, int least, int most, int byDefault) {
        return Key.optional(name, ValueType.integer(least, most), String.valueOf(byDefault));
    }

    private static List<Key<?>> settingsAnd(Key<?>... own) {
        List<Key<?>> all = new ArrayList<>(List.of(own));
        all.addAll(SETTINGS);
        return all;
    }
}
