package io.ehloscope.metrics;

import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Severity;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Target;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Verb;
import io.ehloscope.text.Printable;
import io.prometheus.metrics.model.snapshots.Labels;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Adds the series of single targets. An unknown value has no series. */
final class TargetSeries {

    /** The maximum length of a version in characters, because the server chooses its digits. */
    private static final int MAX_VERSION = 40;

    /** The param of SIZE (RFC 1870): at most 20 digits; 0 means that there is no fixed limit. */
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,20}");

    private final InfoLabels info;
    private final Map<String, Instant> lastAnswers;
    private final Families families;

    /**
     * Creates a writer of target series.
     *
     * @param info the names of the info labels
     * @param lastAnswers the time of each target's last answer by its id, this scan included
     * @param families the destination of the series
     */
    TargetSeries(InfoLabels info, Map<String, Instant> lastAnswers, Families families) {
        this.info = info;
        this.lastAnswers = lastAnswers;
        this.families = families;
    }

    /**
     * Returns the required verbs that a target, or one of its addresses, lacks, each once. If only a param is missing
     * ({@code AUTH GSSAPI}), it returns the verb, so that the label has one value per required verb, each counted from
     * zero.
     */
    static List<String> missing(TargetResult result) {
        List<String> missing = result.assessment().missing();
        Stream<String> known = missing != null
                ? missing.stream()
                : result.addresses().stream()
                        .flatMap(each -> Stream.ofNullable(each.assessment().missing()))
                        .flatMap(List::stream);
        return known.map(TargetSeries::verb).distinct().toList();
    }

    private static String verb(String missing) {
        int blank = missing.indexOf(' ');
        return blank < 0 ? missing : missing.substring(0, blank);
    }

    /** Returns the name of the applied profile, or of the configured profile if none was applied. */
    static String profile(TargetResult result) {
        String applied = result.assessment().profile();
        return applied == null ? result.target().settings().profile() : applied;
    }

    /** Adds the series of one target. */
    void add(TargetResult result) {
        String site = Printable.escape(result.target().site());
        String target = Printable.escape(result.target().id());
        Labels labels = Labels.of("site", site, "target", target);
        families.info(MetricNames.TARGET_INFO, info.row(identity(result), result.target()));
        families.gauge(
                MetricNames.TARGET_VERDICT,
                labels.add("verdict", result.verdict().label()),
                1);
        families.gauge(MetricNames.TARGET_ATTEMPTS, labels, result.attempts());
        if (!result.isUnprobed()) {
            families.gauge(MetricNames.TARGET_ANSWERED, labels, result.isAnswered() ? 1 : 0);
            families.gauge(MetricNames.TARGET_DURATION, labels, seconds(result.duration()));
            result.observation()
                    .timings()
                    .stages()
                    .forEach((stage, took) -> families.gauge(
                            MetricNames.TARGET_PHASE, labels.add("stage", stage.label()), seconds(took)));
        }
        Instant answered = lastAnswers.get(result.target().id());
        if (answered != null) {
            families.gauge(MetricNames.TARGET_LAST_ANSWER_TIMESTAMP, labels, seconds(answered));
        }
        for (FindingCounts.Found each : FindingCounts.Found.of(result)) {
            families.gauge(
                    MetricNames.TARGET_FINDING,
                    labels.add("finding", each.kind().label())
                            .add("severity", each.severity().label()),
                    1);
        }
        addVerbs(result, labels);
        addTls(result, labels);
    }

    /** Returns a duration in seconds, the base unit of Prometheus. */
    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Returns an instant as Unix time in seconds, with millisecond resolution. */
    static double seconds(Instant moment) {
        return moment.toEpochMilli() / 1e3;
    }

    private void addVerbs(TargetResult result, Labels labels) {
        Integer count = result.assessment().missingExchangeVerbs();
        if (count != null) {
            families.gauge(MetricNames.MISSING_EXCHANGE_VERBS, labels, count);
        }
        for (String verb : missing(result)) {
            families.gauge(
                    MetricNames.TARGET_MISSING_VERB,
                    labels.add("verb", verb)
                            .add("severity", severity(result, verb).label()),
                    1);
        }
        double size = sizeLimit(result.observation());
        if (size > 0) {
            families.gauge(MetricNames.TARGET_SIZE_LIMIT, labels, size);
        }
    }

    /** The severity of the finding about a missing verb, or if it is off, what the profile sets for the verb. */
    private static Severity severity(TargetResult result, String verb) {
        return result.findings().stream()
                .filter(each -> each.kind() == FindingKind.VERB_MISSING
                        && each.subject() != null
                        && verb(each.subject()).equals(verb))
                .map(Finding::severity)
                .min(Severity::compareTo)
                .orElseGet(() -> result.assessment().severity(verb));
    }

    private void addTls(TargetResult result, Labels labels) {
        Starttls starttls = result.observation().starttls();
        if (starttls != null) {
            families.gauge(MetricNames.TARGET_STARTTLS, labels, starttls == Starttls.NOT_OFFERED ? 0 : 1);
        }
        TlsCounts.seen(result)
                .map(PeerTls::notAfter)
                .min(Instant::compareTo)
                .ifPresent(end ->
                        families.gauge(MetricNames.TARGET_CERTIFICATE_NOT_AFTER_TIMESTAMP, labels, seconds(end)));
    }

    /** Returns the values of the fixed labels of the info series, in the order of {@link MetricNames#TARGET_INFO}. */
    private static List<String> identity(TargetResult result) {
        Target target = result.target();
        Product product = result.assessment().product();
        String version = product == null ? null : product.version();
        return List.of(
                target.site(),
                target.id(),
                address(result),
                profile(result),
                product == null ? "" : product.name(),
                version == null ? "" : version.substring(0, Math.min(version.length(), MAX_VERSION)));
    }

    private static String address(TargetResult result) {
        InetSocketAddress peer = result.observation().peer();
        if (peer != null && peer.getAddress() != null) {
            return peer.getAddress().getHostAddress();
        }
        return result.target().kind() == Target.Kind.ADDRESS ? result.target().host() : "";
    }

    /** Returns the param of SIZE, inside TLS if that EHLO reply exists, else in cleartext; 0 if there is no limit. */
    private static double sizeLimit(Observation observation) {
        EhloReply reply = observation.ehloTls() == null ? observation.ehlo() : observation.ehloTls();
        if (reply == null) {
            return 0;
        }
        return reply.verbs().named("SIZE").stream()
                .map(Verb::params)
                .filter(params ->
                        !params.isEmpty() && SIZE.matcher(params.get(0)).matches())
                .mapToDouble(params -> Double.parseDouble(params.get(0)))
                .findFirst()
                .orElse(0);
    }
}
