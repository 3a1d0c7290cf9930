package io.ehloscope.web.pages;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.FindingFact;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.VerbFact;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.report.Advice;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Span;
import io.ehloscope.text.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills the page of one target. */
final class TargetView {

    /** Longer texts are cut; the JSON contains them in full. */
    private static final int MOST_CHARS = 1_000;

    /** The relative URL from a target's page to the status page. */
    static final String HOME = "../";

    private final FleetIndex index;
    private final FleetIndex.Line line;
    private final TargetResult result;
    private final Assessment assessment;
    private final Observation observation;
    private final Advice advice;

    TargetView(FleetIndex index, FleetIndex.Line line, Advice advice) {
        this.index = index;
        this.line = line;
        this.result = line.result();
        this.assessment = result.assessment();
        this.observation = result.observation();
        this.advice = advice;
    }

    /**
     * The relative URL of a target's page.
     *
     * @param home the relative URL of the status page from the page that contains the link
     * @param id the id of the target
     */
    static String url(String home, String id) {
        return home + "targets/" + TargetFilter.encoded(id);
    }

    /**
     * The model of the page.
     *
     * @param history the changes of the target, newest first
     */
    TargetPage page(String style, String script, String version, List<HistoryStore.Row> history) {
        Set<String> reasons = new LinkedHashSet<>(assessment.reasons());
        reasons.addAll(observation.remarks());
        return new TargetPage(
                style,
                script,
                version,
                printable(result.target().id()),
                result.verdict().label(),
                result.verdict().meaning(),
                facts(),
                reasons.stream().map(TargetView::printable).toList(),
                advice.of(result).stream().map(TargetView::advice).toList(),
                verbs(),
                assessment.exempt().stream().map(TargetView::exemption).toList(),
                assessment.masked().stream().map(TargetView::printable).toList(),
                changes(),
                history.stream().map(TargetView::event).toList(),
                offers(),
                observation.tls() == null ? List.of() : tls(observation.tls()),
                timings(),
                dialogue(observation.transcript()));
    }

    private static TargetPage.Event event(HistoryStore.Row row) {
        return new TargetPage.Event(
                row.entry().at().truncatedTo(ChronoUnit.SECONDS).toString(),
                printable(row.entry().change().sentence()));
    }

    private List<TargetPage.Fact> facts() {
        List<TargetPage.Fact> facts = new ArrayList<>();
        String site = result.target().site();
        facts.add(new TargetPage.Fact(
                "Site", printable(site), TargetFilter.ofSite(site).url(HOME)));
        Product product = assessment.product();
        facts.add(new TargetPage.Fact(
                "Product",
                product == null
                        ? "not recognized"
                        : printable(product.describe()) + " ("
                                + product.confidence().label() + ")"));
        add(facts, "Profile", assessment.profile());
        add(facts, "Address", observation.peer() == null ? null : Wording.address(observation.peer()));
        Failure failure = result.failure();
        add(
                facts,
                "Failed at",
                failure == null
                        ? null
                        : failure.stage().label() + ": " + failure.reason().label());
        add(
                facts,
                "STARTTLS",
                observation.starttls() == null
                        ? null
                        : observation.starttls().label().replace('_', ' '));
        result.target().labels().forEach((name, value) -> add(facts, printable(name), value));
        Instant started = result.startedAt();
        add(facts, "Checked at", started == null ? null : Wording.timestamp(started));
        add(facts, "Attempts", Integer.toString(result.attempts()));
        return facts;
    }

    private static void add(List<TargetPage.Fact> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(new TargetPage.Fact(name, printable(value)));
        }
    }

    private static TargetPage.Advice advice(Advice.Part part) {
        FindingFact fact = part.fact();
        return new TargetPage.Advice(
                part.title(),
                Span.of(fact.meaning()),
                Span.of(fact.breaks()),
                spans(fact.causes()),
                spans(fact.remedies()),
                spans(fact.never()),
                fact.source());
    }

    private static List<List<Span>> spans(List<String> sentences) {
        return sentences.stream().map(Span::of).toList();
    }

    private List<TargetPage.VerbPart> verbs() {
        List<TargetPage.VerbPart> parts = new ArrayList<>();
        List<String> missing = assessment.missing();
        for (String verb : missing == null ? List.<String>of() : missing) {
            String severity = assessment.severity(verb).label();
            parts.add(new TargetPage.VerbPart(
                    printable(verb), "missing", severity, missing(advice.verbs().fact(verb))));
        }
        for (String verb : assessment.unexpected()) {
            parts.add(new TargetPage.VerbPart(
                    printable(verb), "forbidden", null, offered(advice.verbs().fact(verb))));
        }
        return parts;
    }

    private static TargetPage.@Nullable About missing(@Nullable VerbFact fact) {
        return fact == null
                ? null
                : new TargetPage.About(
                        fact.meaning(),
                        fact.component(),
                        fact.breaks(),
                        fact.harmless(),
                        fact.remedies(),
                        fact.source());
    }

    private static TargetPage.@Nullable About offered(@Nullable VerbFact fact) {
        return fact == null
                ? null
                : new TargetPage.About(fact.meaning(), fact.component(), null, List.of(), List.of(), fact.source());
    }

    private static String exemption(ExemptVerb each) {
        String what = switch (each.state()) {
            case USED -> " is missing, but exempt";
            case IDLE -> " is exempt, but does not need to be";
            case EXPIRED -> " was exempt";
        };
        return printable(each.exemption().behind(each.exemption().verb() + what));
    }

    private TargetPage.@Nullable Changes changes() {
        Instant since = index.shown().before().since();
        return since == null
                ? null
                : new TargetPage.Changes(
                        Wording.timestamp(since),
                        line.changes().stream().map(StatusView::sentence).toList());
    }

    private List<TargetPage.Offer> offers() {
        List<TargetPage.Offer> offers = new ArrayList<>();
        add(offers, observation.ehloTls() == null ? "In its EHLO reply" : "Before TLS", observation.ehlo());
        add(offers, "Inside TLS", observation.ehloTls());
        return offers;
    }

    private static void add(List<TargetPage.Offer> offers, String title, @Nullable EhloReply reply) {
        if (reply != null) {
            offers.add(new TargetPage.Offer(
                    title,
                    reply.verbs().stream()
                            .map(verb -> printable(verb.toString()))
                            .toList()));
        }
    }

    private static List<TargetPage.Fact> tls(PeerTls tls) {
        List<TargetPage.Fact> facts = new ArrayList<>();
        add(facts, "Version", tls.version());
        add(facts, "Cipher", tls.cipher());
        add(facts, "Subject", tls.subject());
        PeerCertificate leaf = tls.leaf();
        add(facts, "Names", leaf.alternativeNames().isEmpty() ? null : String.join(", ", leaf.alternativeNames()));
        add(facts, "Issuer", tls.issuer());
        add(facts, "Valid from", Wording.timestamp(leaf.notBefore()));
        add(facts, "Valid until", Wording.timestamp(tls.notAfter()));
        add(facts, "Key, signature", leaf.key() + ", " + leaf.signature());
        add(facts, "Certificates in the chain", String.valueOf(tls.chain().size()));
        add(facts, "Trusted", tls.trusted() ? "yes" : "no: " + String.join("; ", tls.distrust()));
        Boolean names = tls.hostnameMatches();
        add(facts, "Matches this host", names == null ? "unknown: probed by address" : names ? "yes" : "no");
        return facts;
    }

    private List<TargetPage.Fact> timings() {
        List<TargetPage.Fact> facts = new ArrayList<>();
        observation.timings().stages().forEach((stage, took) -> add(facts, stage.label(), millis(took)));
        if (result.attempts() > 0) {
            add(facts, "all attempts, with waits", Wording.duration(result.duration()));
        }
        return facts;
    }

    private static List<TargetPage.Line> dialogue(Transcript transcript) {
        List<TargetPage.Line> lines = new ArrayList<>();
        for (Transcript.Entry entry : transcript.entries()) {
            String who = switch (entry.direction()) {
                case SENT -> "we";
                case RECEIVED -> "server";
                case EVENT -> "event";
            };
            lines.add(new TargetPage.Line(millis(Duration.ofNanos(entry.nanos())), who, printable(entry.line())));
        }
        if (transcript.cut() > 0) {
            lines.add(new TargetPage.Line("", "event", Wording.count(transcript.cut(), "more line") + " not kept"));
        }
        return lines;
    }

    private static String millis(Duration took) {
        return String.format(Locale.ROOT, "%,.1f ms", took.toNanos() / 1e6);
    }

    private static String printable(String text) {
        return Printable.escape(text, MOST_CHARS);
    }
}
