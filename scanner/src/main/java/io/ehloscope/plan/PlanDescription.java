package io.ehloscope.plan;

import io.ehloscope.text.Durations;
import io.ehloscope.text.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Describes a plan in plain text, at most 80 columns wide: the output of {@code check}. */
public final class PlanDescription {

    private static final int WIDTH = 80;
    private static final int INDENT = 12;
    private static final int MAX_LISTED = 20;

    /** The port for submission with implicit TLS (RFC 8314 section 3.3). */
    private static final int SUBMISSIONS = 465;

    private static final Set<Integer> CLEAR_FIRST = Set.of(25, 587, 2525);

    private final Plan plan;
    private final String files;
    private final ExemptionList exemptions;
    private final RuledOutList ruledOut;
    private final List<String> lines = new ArrayList<>();

    private PlanDescription(Plan plan, Instant now, String files) {
        this.plan = plan;
        this.files = files;
        this.exemptions = new ExemptionList(plan, LocalDate.ofInstant(now, ZoneOffset.UTC));
        this.ruledOut = new RuledOutList(plan, now);
    }

    /**
     * The description, with a line feed after every line.
     *
     * @param plan the plan to describe
     * @param now decides which exemptions and maintenances have ended
     * @param files a sentence about how many files may be open on this machine
     */
    public static String of(Plan plan, Instant now, String files) {
        return new PlanDescription(plan, now, files).text();
    }

    private String text() {
        fact("inventory", plan.source());
        fact("EHLO name", plan.ehloName());
        fact(
                "targets",
                Wording.count(plan.targets().size(), "target") + " in "
                        + Wording.count(plan.sites().size(), "site"));
        table();
        limits(plan.limits());
        fact("files", files);
        fact(
                "schedule",
                "every " + Durations.text(plan.schedule().interval()) + ", findings rechecked after "
                        + Durations.text(plan.schedule().recheck()));
        fact("metrics", "per-target series for: " + plan.perTarget().label());
        if (!plan.dnsServers().isEmpty()) {
            fact("DNS", String.join(", ", plan.dnsServers()));
        }
        if (plan.trust().authorities().size() > 0) {
            fact(
                    "trust",
                    "the authorities of this Java, and "
                            + Wording.count(plan.trust().authorities().size(), "certificate") + " of "
                            + plan.trust().source());
        }
        budgets();
        lookedUpLater();
        listed("source", plan.sources().stream().map(SourceState::counts).toList(), "more sources");
        listed("exclude", ruledOut.excluded(), "more sites with exclusions");
        listed("skipped", ruledOut.skipped(), "more reasons");
        listed("exempt", exemptions.all(), "more exemptions");
        listed("findings", new FindingRuleList(plan).all(), "more rules for findings");
        tls();
        warnings();
        return lines.stream().map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
    }

    private void table() {
        Map<String, Map<String, Map<Integer, Integer>>> sites = new LinkedHashMap<>();
        plan.sites().forEach(site -> sites.put(site, new TreeMap<>()));
        for (Target target : plan.targets()) {
            sites.computeIfAbsent(target.site(), site -> new TreeMap<>())
                    .computeIfAbsent(target.settings().profile(), profile -> new TreeMap<>())
                    .merge(target.port(), 1, Integer::sum);
        }
        lines.add("");
        row("SITE", "PROFILE", "PORT", "TARGETS");
        sites.forEach((site, profiles) -> {
            if (profiles.isEmpty()) {
                row(site, "-", "-", "0");
            }
            profiles.forEach((profile, ports) -> ports.forEach(
                    (port, targets) -> row(site, profile, String.valueOf(port), Wording.number(targets))));
        });
        lines.add("");
    }

    private void row(String site, String profile, String port, String targets) {
        lines.add(String.format(Locale.ROOT, "%-28s  %-28s  %5s  %10s", cut(site), cut(profile), port, targets));
    }

    private void limits(Limits limits) {
        String gap = limits.perAddressGap().isZero()
                ? ""
                : ", at least " + Durations.text(limits.perAddressGap()) + " between two dialogues with one address";
        fact(
                "limits",
                Wording.count(limits.concurrency(), "dialogue") + " at once, " + Wording.number(limits.perSite())
                        + " a site, "
                        + Wording.number(limits.perAddress()) + " an address; "
                        + Wording.count(limits.connectsPerSecond(), "connect")
                        + " a second" + gap);
    }

    private void budgets() {
        Map<Budget, Integer> counted = new LinkedHashMap<>();
        plan.targets().forEach(target -> counted.merge(Budget.of(target), 1, Integer::sum));
        List<Map.Entry<Budget, Integer>> all = new ArrayList<>(counted.entrySet());
        all.sort(Comparator.comparing(
                        (Map.Entry<Budget, Integer> each) -> each.getKey().worst())
                .reversed());
        for (Map.Entry<Budget, Integer> each : all.subList(0, Math.min(MAX_LISTED, all.size()))) {
            Budget budget = each.getKey();
            fact(
                    "time",
                    Wording.count(each.getValue(), "target") + ": at worst " + seconds(budget.worst())
                            + " each, that is " + words(budget.retry(), budget.timeouts(), budget.looksUp()));
        }
        if (all.size() > MAX_LISTED) {
            fact("", "and " + (all.size() - MAX_LISTED) + " more combinations that take no longer");
        }
        fact("", "all connects together take at least " + seconds(connecting()));
    }

    private static String words(Retry retry, Timeouts timeouts, boolean looksUp) {
        String waits = retry.attempts() == 1
                ? ""
                : ", waits of " + Durations.text(retry.backoff()) + " to " + Durations.text(retry.maxBackoff());
        return Wording.count(retry.attempts(), "attempt") + " of " + Durations.text(timeouts.total())
                + (looksUp ? " and " + Durations.text(timeouts.dns()) + " for DNS" : "")
                + " (connect " + Durations.text(timeouts.connect())
                + ", greeting " + Durations.text(timeouts.greeting())
                + ", reply " + Durations.text(timeouts.reply()) + ")"
                + waits;
    }

    private void lookedUpLater() {
        list("MX", "looked up when a scan starts", target -> target.kind() == Target.Kind.MX);
        list(
                "addresses",
                "probed at every address behind the name",
                target -> target.kind() != Target.Kind.ADDRESS
                        && target.settings().resolve() == Settings.ResolveMode.ALL);
    }

    private void tls() {
        list("TLS", "from the first byte", PlanDescription::isTlsFirst);
        list(
                "warning",
                "TLS from the first byte is set on ports where most servers start unencrypted (port: 465?)",
                target -> isTlsFirst(target) && CLEAR_FIRST.contains(target.port()));
        list(
                "warning",
                "port 465 usually speaks TLS from the first byte (tls: implicit?)",
                target -> !isTlsFirst(target) && target.port() == SUBMISSIONS);
    }

    private static boolean isTlsFirst(Target target) {
        return target.settings().tls() == Settings.TlsMode.IMPLICIT;
    }

    private void list(String title, String what, Predicate<Target> which) {
        List<String> ids = plan.targets().stream().filter(which).map(Target::id).toList();
        if (!ids.isEmpty()) {
            String more = ids.size() <= MAX_LISTED ? "" : " and " + Wording.number(ids.size() - MAX_LISTED) + " more";
            fact(title, what + ": " + ids.stream().limit(MAX_LISTED).collect(Collectors.joining(", ")) + more);
        }
    }

    private void listed(String title, List<String> all, String more) {
        all.stream().limit(MAX_LISTED).forEach(each -> fact(title, each));
        if (all.size() > MAX_LISTED) {
            fact("", "and " + Wording.number(all.size() - MAX_LISTED) + " " + more);
        }
    }

    private void warnings() {
        exemptions.ended().forEach(each -> fact("warning", each));
        ruledOut.ended().forEach(each -> fact("warning", each));
        Duration interval = plan.schedule().interval();
        Duration worst = plan.targets().stream()
                .map(Budget::of)
                .distinct()
                .map(Budget::worst)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        warn(worst, interval, "one target can take ");
        warn(connecting(), interval, "the connects alone take ");
    }

    private void warn(Duration length, Duration interval, String what) {
        if (length.compareTo(interval) > 0) {
            fact("warning", what + seconds(length) + ", longer than the interval of " + Durations.text(interval));
        }
    }

    private Duration connecting() {
        return Duration.ofMillis(1000L * plan.targets().size() / plan.limits().connectsPerSecond());
    }

    private void fact(String title, String words) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + INDENT + "s", title));
        for (String word : words.split(" ", -1)) {
            boolean full =
                    line.length() + word.length() > WIDTH && !line.toString().isBlank();
            if (full && line.length() > INDENT) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(INDENT));
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString());
    }

    private static String cut(String text) {
        return text.length() <= 28 ? text : text.substring(0, 27) + "…";
    }

    /** Rounded up to whole seconds from one second on. */
    private static String seconds(Duration length) {
        return length.compareTo(Duration.ofSeconds(1)) < 0
                ? Durations.text(length)
                : Durations.text(Duration.ofSeconds(length.plusMillis(999).toSeconds()));
    }
}
