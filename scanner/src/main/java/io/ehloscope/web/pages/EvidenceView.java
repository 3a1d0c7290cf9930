package io.ehloscope.web.pages;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Severity;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.report.Why;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.snapshot.ResultCompactor;
import io.ehloscope.text.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fills the evidence of the target page: what the dialogue with one address showed, and what it did not show. */
final class EvidenceView {

    private final ProbeOutcome outcome;
    private final Observation observation;
    private final Assessment assessment;
    private final boolean kept;

    private EvidenceView(ProbeOutcome outcome, Assessment assessment, boolean kept) {
        this.outcome = outcome;
        this.observation = outcome.observation();
        this.assessment = assessment;
        this.kept = kept;
    }

    /** The evidence of a target: one part or, if all of its addresses were probed, one for each, the worst first. */
    static List<TargetPage.Evidence> of(TargetResult result) {
        if (result.addresses().isEmpty()) {
            return List.of(new EvidenceView(result.outcome(), result.assessment(), result.hasFinding()).whole());
        }
        List<TargetPage.Evidence> all = new ArrayList<>();
        for (AddressResult each : result.addresses()) {
            // The target has the outcome of its worst address, with the time of the lookup.
            ProbeOutcome outcome = all.isEmpty() ? result.outcome() : each.outcome();
            all.add(new EvidenceView(outcome, each.assessment(), result.hasFinding())
                    .ofAddress(Wording.address(each.address()), all.size()));
        }
        return all;
    }

    /** Everything below the heading of the page, which names the verdict and the findings. */
    private TargetPage.Evidence whole() {
        List<TargetPage.Fact> facts = new ArrayList<>();
        greeting(facts);
        return evidence(0, null, List.of(), facts, List.of());
    }

    private TargetPage.Evidence ofAddress(String address, int number) {
        List<TargetPage.Fact> facts = new ArrayList<>();
        Product product = assessment.product();
        TargetView.add(facts, "Product", product == null ? null : product.describe());
        dialogueFacts(outcome, facts);
        greeting(facts);
        return evidence(
                number,
                address,
                TargetView.findings(assessment.findings()),
                facts,
                Why.beside(assessment, observation).stream()
                        .map(TargetView::printable)
                        .toList());
    }

    private TargetPage.Evidence evidence(
            int number,
            @Nullable String address,
            List<TargetPage.FindingPart> findings,
            List<TargetPage.Fact> facts,
            List<String> reasons) {
        Severity worst = assessment.worst();
        List<TargetPage.Line> dialogue = dialogue(observation.transcript());
        List<TargetPage.Fact> tls = observation.tls() == null ? List.of() : tls(observation.tls());
        List<TargetPage.Fact> timings = timings();
        return new TargetPage.Evidence(
                number,
                address,
                assessment.verdict().label(),
                worst == null ? null : worst.label(),
                findings,
                reasons,
                facts,
                assessment.masked().stream().map(TargetView::printable).toList(),
                new TargetPage.Offered(offers(), noVerbs()),
                new TargetPage.Facts(tls, tls.isEmpty() ? noTls() : null),
                new TargetPage.Facts(timings, timings.isEmpty() ? "None: nothing was measured." : null),
                new TargetPage.Dialogue(dialogue, dialogue.isEmpty() ? noDialogue() : null));
    }

    /** Adds how far a dialogue got. */
    static void dialogueFacts(ProbeOutcome outcome, List<TargetPage.Fact> facts) {
        Observation seen = outcome.observation();
        if (outcome instanceof ProbeOutcome.Failed failed) {
            TargetView.add(facts, "Failed at", place(failed.failure()));
        }
        Failure later = seen.laterFailure();
        TargetView.add(facts, "Failed after EHLO at", later == null ? null : place(later));
        TargetView.add(
                facts,
                "STARTTLS",
                seen.starttls() == null ? null : seen.starttls().label().replace('_', ' '));
    }

    private static String place(Failure failure) {
        return failure.stage().label() + ": " + failure.reason().label();
    }

    private void greeting(List<TargetPage.Fact> facts) {
        TargetView.add(
                facts,
                "Greeting",
                observation.greeting() == null ? null : observation.greeting().onOneLine());
    }

    private List<TargetPage.Offer> offers() {
        List<TargetPage.Offer> offers = new ArrayList<>();
        add(offers, observation.ehloTls() == null ? null : "Before TLS", observation.ehlo());
        add(offers, "Inside TLS", observation.ehloTls());
        return offers;
    }

    private static void add(List<TargetPage.Offer> offers, @Nullable String title, @Nullable EhloReply reply) {
        if (reply != null) {
            List<String> verbs = reply.verbs().stream()
                    .map(verb -> TargetView.printable(verb.toString()))
                    .toList();
            offers.add(new TargetPage.Offer(title, verbs));
        }
    }

    private @Nullable String noVerbs() {
        if (observation.reply() != null) {
            return null;
        }
        if (observation.ehloRefusal() != null) {
            return "Unknown: the server refuses EHLO.";
        }
        return outcome instanceof ProbeOutcome.Failed failed
                ? "Unknown: the dialogue ended at " + failed.failure().stage().label()
                        + ", before a complete EHLO reply."
                : "Unknown: there is no EHLO reply.";
    }

    private String noTls() {
        if (observation.starttls() == null) {
            return "None: the dialogue did not get as far as TLS.";
        }
        return switch (observation.starttls()) {
            case NOT_OFFERED -> "None: STARTTLS is not offered.";
            case OFFERED -> "Unknown: STARTTLS is offered, but the scan does not use it; starttls: negotiate does.";
            case FAILED -> "None: STARTTLS failed.";
            case NEGOTIATED -> "Unknown: the scan has no record of the handshake.";
        };
    }

    private String noDialogue() {
        if (outcome instanceof ProbeOutcome.Skipped || outcome instanceof ProbeOutcome.RuledOut) {
            return "None: the target was not scanned.";
        }
        if (observation.transcript().cut() > 0) {
            return "Not kept: the dialogues of this scan have more than the "
                    + Wording.number(ResultCompactor.MOST_EVIDENCE) + " characters that the service keeps.";
        }
        if (observation.peer() == null) {
            return "None: there was no connection.";
        }
        return kept ? "Not kept." : "Not kept: the service keeps the dialogues of targets with findings only.";
    }

    private static List<TargetPage.Fact> tls(PeerTls tls) {
        List<TargetPage.Fact> facts = new ArrayList<>();
        TargetView.add(facts, "Version", tls.version());
        TargetView.add(facts, "Cipher", tls.cipher());
        TargetView.add(facts, "Subject", tls.subject());
        PeerCertificate leaf = tls.leaf();
        TargetView.add(
                facts, "Names", leaf.alternativeNames().isEmpty() ? null : String.join(", ", leaf.alternativeNames()));
        TargetView.add(facts, "Issuer", tls.issuer());
        TargetView.add(facts, "Valid from", Wording.timestamp(leaf.notBefore()));
        TargetView.add(facts, "Valid until", Wording.timestamp(tls.notAfter()));
        TargetView.add(facts, "Key, signature", leaf.key() + ", " + leaf.signature());
        TargetView.add(
                facts, "Certificates in the chain", String.valueOf(tls.chain().size()));
        TargetView.add(facts, "Trusted", tls.trusted() ? "yes" : "no: " + String.join("; ", tls.distrust()));
        Boolean names = tls.hostnameMatches();
        TargetView.add(facts, "Matches this host", names == null ? "unknown: probed by address" : names ? "yes" : "no");
        return facts;
    }

    private List<TargetPage.Fact> timings() {
        List<TargetPage.Fact> facts = new ArrayList<>();
        observation.timings().stages().forEach((stage, took) -> TargetView.add(facts, stage.label(), millis(took)));
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
            lines.add(new TargetPage.Line(
                    millis(Duration.ofNanos(entry.nanos())), who, TargetView.printable(entry.line())));
        }
        if (transcript.cut() > 0 && !lines.isEmpty()) {
            lines.add(new TargetPage.Line("", "event", Wording.count(transcript.cut(), "more line") + " not kept"));
        }
        return lines;
    }

    private static String millis(Duration took) {
        return String.format(Locale.ROOT, "%,.1f ms", took.toNanos() / 1e6);
    }
}
