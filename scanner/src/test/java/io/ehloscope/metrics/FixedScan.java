package io.ehloscope.metrics;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Confidence;
import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Origin;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Requirement;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.VerbRules;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Trust;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.Tally;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fixed scans for tests: one target of every verdict, with names and labels that need escaping. */
public final class FixedScan {

    /** When the scan began. */
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** The version of the program in the scan header. */
    public static final String VERSION = "1.2.3";

    private static final Profile EXCHANGE = new Profile(
            "exchange-2003",
            "Microsoft Exchange 2003",
            Set.of("exchange"),
            VerbRules.of(List.of(
                    Requirement.of("X-EXPS"),
                    Requirement.of("X-EXPS=LOGIN"),
                    Requirement.of("X-LINK2STATE"),
                    Requirement.of("XEXCH50"))),
            Map.of(587, VerbRules.of(List.of(Requirement.of("AUTH")))),
            List.of(),
            Map.of(),
            Set.of(),
            new Origin("exchange", "2003", "a fixture"));

    private static final Profile POSTFIX = new Profile(
            "postfix",
            "Postfix",
            Set.of("postfix"),
            VerbRules.of(List.of(Requirement.of("PIPELINING"), Requirement.of("SIZE"))),
            Map.of(),
            List.of(),
            Map.of(),
            Set.of(),
            new Origin("postfix", null, "a fixture"));

    private static final Product MICROSOFT = new Product(
            "exchange",
            "Microsoft Exchange",
            "6.5.7638.1",
            "exchange-2003",
            Product.Family.MICROSOFT,
            Confidence.CERTAIN);

    private static final Product OTHER = new Product(
            "postfix",
            "Postfix",
            "9\n\u001b[31m\"quoted\\\" and far too long to be a version",
            "postfix",
            Product.Family.OTHER,
            Confidence.CERTAIN);

    private static final Map<String, Severity> WEIGHTS =
            Map.of("X-EXPS", Severity.CRITICAL, "X-LINK2STATE", Severity.CRITICAL, "XEXCH50", Severity.INFO);

    private static final PeerTls TLS = new PeerTls(
            "TLSv1.3",
            "TLS_AES_256_GCM_SHA384",
            null,
            List.of(new PeerCertificate(
                    "CN=mail",
                    List.of(),
                    "CN=ca",
                    START.minus(Duration.ofDays(30)),
                    START.plus(Duration.ofDays(30)),
                    "EC",
                    256,
                    "SHA256withECDSA")),
            List.of(),
            true);

    private final List<TargetResult> results = new ArrayList<>();

    private FixedScan() {}

    /** A completed scan with a target of every verdict but {@code skipped}, and a site without targets. */
    public static ScanResult completed(PerTarget perTarget) {
        return of(new FixedScan().everyVerdict().results, perTarget, START);
    }

    /** The same scan, interrupted: its last target was skipped. */
    public static ScanResult interrupted() {
        FixedScan scan = new FixedScan().everyVerdict();
        scan.add(
                target("apac", "late.example.com", 25, Map.of()),
                new ProbeOutcome.Skipped("stopped"),
                Assessment.without(Verdict.SKIPPED, List.of(), null, null),
                0);
        return of(scan.results, PerTarget.ALL, START);
    }

    /** A completed scan of these results. */
    public static ScanResult of(List<TargetResult> results, PerTarget perTarget, Instant startedAt) {
        Set<String> sites = new LinkedHashSet<>(List.of("emea", "apac", "empty"));
        results.forEach(each -> sites.add(each.target().site()));
        Plan plan = new Plan(
                "fleet.yaml",
                "scanner.example.com",
                Limits.DEFAULT,
                Schedule.DEFAULT,
                perTarget,
                List.of(),
                Trust.NONE,
                Map.of(EXCHANGE.name(), EXCHANGE, POSTFIX.name(), POSTFIX),
                sites,
                results.stream().map(TargetResult::target).toList());
        Tally tally = new Tally();
        results.forEach(tally::add);
        Duration took = Duration.ofMillis(12_500);
        ScanSummary summary = tally.summary(startedAt.plus(took), took);
        ScanHeader header = new ScanHeader(plan.source(), VERSION, plan.ehloName(), startedAt, results.size());
        return new ScanResult(plan, header, summary, results);
    }

    /** A target without labels that lacks nothing. */
    public static TargetResult healthy(String site, String host, Instant startedAt) {
        Target target = target(site, host, 25, Map.of());
        Assessment well = new Assessment(
                Verdict.HEALTHY, List.of(), "exchange-2003", MICROSOFT, List.of(), 0, List.of(), List.of());
        ProbeOutcome answered = answered("192.0.2.1", Starttls.OFFERED, null, new Verb("SIZE", List.of("1000")));
        return SampleFindings.result(target, answered, well, 1, startedAt, Duration.ofMillis(250));
    }

    /** A target without labels that does not answer. */
    public static TargetResult unreachable(String site, String host, Instant startedAt) {
        Assessment ill = Assessment.without(Verdict.UNREACHABLE, List.of(), null, null);
        return SampleFindings.result(
                target(site, host, 25, Map.of()),
                failed(Stage.CONNECT, Reason.REFUSED),
                ill,
                3,
                startedAt,
                Duration.ofSeconds(4));
    }

    /** A completed scan of one target that lacks these verbs, written as in a profile. */
    static ScanResult lacking(String site, String host, String... verbs) {
        FixedScan scan = new FixedScan();
        scan.add(
                target(site, host, 25, Map.of()),
                answered("192.0.2.1", Starttls.OFFERED, null),
                assessed(Verdict.PARTIAL, MICROSOFT, List.of(verbs), 1),
                1);
        return of(scan.results, PerTarget.ALL, START);
    }

    private FixedScan everyVerdict() {
        healthyAndPartial();
        answeredByOthers();
        unanswered();
        return this;
    }

    private void healthyAndPartial() {
        add(
                target("emea", "mail1.example.com", 25, Map.of("country", "de", "site", "Köln", "data-center", "k1")),
                answered("192.0.2.1", Starttls.NEGOTIATED, TLS, new Verb("SIZE", List.of("10485760"))),
                exempting(
                        assessed(Verdict.HEALTHY, MICROSOFT, List.of(), 0),
                        new ExemptVerb(Exemption.of("XEXCH50"), "XEXCH50", false)),
                1);
        add(
                target("emea", "mail2.example.com", 25, Map.of("data.center", "k2", "__name__", "up", "2nd", "x")),
                answered("2001:db8::2", Starttls.NOT_OFFERED, null, new Verb("size", List.of("0"))),
                assessed(Verdict.PARTIAL, MICROSOFT, List.of("XEXCH50", "X-EXPS", "XEXCH50"), 2),
                2);
        add(
                target("emea", "mail3.example.com", 587, Map.of("job", "relay", "label_site", "taken")),
                answered("192.0.2.3", Starttls.FAILED, null, new Verb("SIZE", List.of("99999999999999999999"))),
                assessed(
                        Verdict.NOT_LOADED, MICROSOFT, List.of("X-EXPS", "X-EXPS=LOGIN", "X-LINK2STATE", "XEXCH50"), 4),
                1);
    }

    private void answeredByOthers() {
        add(
                target("apac", "masked.example.com", 25, Map.of("note", "a \"quote\", a \\ and a\nline \u001b[0m")),
                answered("192.0.2.4", null, null, new Verb("XXXX", List.of())),
                Assessment.without(Verdict.MASKED, List.of(), null, null),
                1);
        add(
                target("apac", "proxy.example.com", 25, Map.of()),
                answered("192.0.2.5", Starttls.OFFERED, null, new Verb("SIZE", List.of("big"))),
                assessed(Verdict.FOREIGN, OTHER, null, null),
                1);
        add(
                target("apac", "old.example.com", 25, Map.of()),
                new ProbeOutcome.Answered(Observation.NOTHING),
                Assessment.without(Verdict.HELO_ONLY, List.of(), null, null),
                1);
        add(
                target("apac", "two.example.com", 25, Map.of()),
                answered("192.0.2.6", Starttls.OFFERED, null, new Verb("SIZE", List.of())),
                Assessment.without(Verdict.INCONSISTENT, List.of(), "postfix", OTHER),
                2);
    }

    private void unanswered() {
        add(
                target("a \"strange\\\nsite", "refused.example.com", 25, Map.of()),
                failed(Stage.GREETING, Reason.REJECTED_PERMANENTLY),
                Assessment.without(Verdict.REFUSED, List.of(), null, null),
                1);
        add(
                target("emea", "busy.example.com", 25, Map.of()),
                failed(Stage.EHLO, Reason.REJECTED_TEMPORARILY),
                Assessment.without(Verdict.DEFERRED, List.of(), "exchange-2003", MICROSOFT),
                3);
        add(
                target("emea", "192.0.2.99", 25, Map.of()),
                failed(Stage.CONNECT, Reason.TIMEOUT),
                Assessment.without(Verdict.UNREACHABLE, List.of(), null, null),
                3);
        add(
                target("emea", "gone.example.com", 25, Map.of()),
                failed(Stage.DNS, Reason.NOT_FOUND),
                Assessment.without(Verdict.UNREACHABLE, List.of(), null, null),
                1);
    }

    private void add(Target target, ProbeOutcome outcome, Assessment assessment, int attempts) {
        Instant startedAt = attempts == 0 ? null : START.plusSeconds(results.size());
        Duration took = Duration.ofMillis(attempts * 125L);
        results.add(SampleFindings.result(target, outcome, assessment, attempts, startedAt, took));
    }

    private static Target target(String site, String host, int port, Map<String, String> labels) {
        Target.Kind kind = Character.isDigit(host.charAt(0)) ? Target.Kind.ADDRESS : Target.Kind.NAME;
        return new Target(Target.id(host, port), host, port, kind, site, labels, Settings.DEFAULT);
    }

    private static Assessment assessed(
            Verdict verdict, Product product, @Nullable List<String> missing, @Nullable Integer exchange) {
        return new Assessment(
                verdict,
                List.of(),
                product.profile(),
                product,
                missing,
                exchange,
                List.of(),
                List.of(),
                List.of(),
                WEIGHTS,
                List.of());
    }

    /** The same assessment with an exemption. */
    static Assessment exempting(Assessment plain, ExemptVerb exempt) {
        return new Assessment(
                plain.verdict(),
                plain.reasons(),
                plain.profile(),
                plain.product(),
                plain.missing(),
                plain.missingExchangeVerbs(),
                plain.unexpected(),
                plain.masked(),
                List.of(exempt),
                plain.severities(),
                plain.findings());
    }

    private static ProbeOutcome failed(Stage stage, Reason reason) {
        return new ProbeOutcome.Failed(Failure.of(stage, reason, "a fixture"), Observation.NOTHING);
    }

    private static ProbeOutcome answered(
            String address, @Nullable Starttls starttls, @Nullable PeerTls tls, Verb... verbs) {
        EhloReply reply = new EhloReply("hello", new VerbSet(List.of(verbs)), false, List.of());
        return new ProbeOutcome.Answered(new Observation(
                new InetSocketAddress(literal(address), 25),
                null,
                reply,
                null,
                null,
                starttls,
                null,
                tls,
                new Timings(Map.of(Stage.CONNECT, Duration.ofMillis(20)), Duration.ofMillis(125)),
                Transcript.EMPTY,
                List.of()));
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }
}
