package io.ehloscope.report;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Verdict;
import io.ehloscope.dialogue.Attempt;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes one target as text: the dialogue line by line with times, the verdict, the findings, the other reasons, and the
 * advice. If a target has several results, one for each address, it writes all of them, the worst first.
 */
public final class DialogueReport implements Report {

    private final Writer out;
    private final Paragraphs text;
    private final Advice advice;
    private final @Nullable LiveDialogues live;
    private @Nullable Attempt shown;
    private boolean hasResult;

    /**
     * Writes to this writer.
     *
     * @param advice the advice for findings
     * @param columns the width of the terminal in columns; 0 if unknown, which means 80. The dialogue itself is not
     *     wrapped
     */
    public DialogueReport(Writer out, Advice advice, int columns) {
        this(out, advice, columns, null);
    }

    /**
     * Writes the dialogues of one target while they run, then the rest of the report.
     *
     * @param live the dialogues; null to write them after their end
     */
    public DialogueReport(Writer out, Advice advice, int columns, @Nullable LiveDialogues live) {
        this.out = out;
        this.text = new Paragraphs(out, columns);
        this.advice = advice;
        this.live = live;
    }

    @Override
    public void begin(ScanHeader header) {
        // The report of a single target needs no heading.
    }

    @SuppressWarnings("ReferenceEquality") // each connection has its own attempt, also with the same values
    @Override
    public void tick() throws IOException {
        LiveDialogues lines = live;
        if (lines == null) {
            return;
        }
        for (LiveDialogues.Line next = lines.poll(); next != null; next = lines.poll()) {
            if (next.attempt() != shown) {
                heading(next.attempt());
            }
            entry(next.entry());
        }
    }

    /** Writes the target before its first line, and which attempt the next lines belong to if there can be several. */
    private void heading(Attempt attempt) throws IOException {
        boolean first = shown == null;
        if (first) {
            line(attempt.target().id());
        }
        int attempts = attempt.target().settings().retry().attempts();
        if (!first || attempts > 1) {
            line("attempt " + attempt.number() + " of " + attempts + ", " + Wording.address(attempt.address()));
        }
        shown = attempt;
    }

    @Override
    public void result(TargetResult result) throws IOException {
        if (hasResult) {
            line("");
        }
        hasResult = true;
        tick();
        if (shown == null) {
            line(result.target().id());
        }
        if (result.addresses().isEmpty()) {
            dialogue(result.observation().transcript());
            line("");
        }
        for (AddressResult each : result.addresses()) {
            line("");
            line("address " + Wording.address(each.address()));
            dialogue(each.outcome().observation().transcript());
            line("");
            judgement(each.assessment(), each.outcome().observation());
            line("");
            evidence(each.assessment(), each.outcome());
        }
        if (!result.addresses().isEmpty()) {
            line("");
            line("all addresses of " + result.target().id());
        }
        judgement(result.assessment(), result.observation());
        line("");
        if (result.addresses().isEmpty()) {
            evidence(result.assessment(), result.outcome());
        }
        if (result.attempts() > 0) {
            fact("attempts", Integer.toString(result.attempts()));
            fact("timings", timings(result));
        }
        advice.write(text, result);
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        out.flush();
    }

    private void dialogue(Transcript transcript) throws IOException {
        if (shown == null) {
            for (Transcript.Entry each : transcript.entries()) {
                entry(each);
            }
        }
        if (transcript.cut() > 0) {
            line("              … and " + transcript.cut() + " more lines");
        }
    }

    private void entry(Transcript.Entry entry) throws IOException {
        line(String.format(
                Locale.ROOT,
                "%10.1f ms  %s %s",
                entry.nanos() / 1e6,
                mark(entry.direction()),
                Printable.escape(entry.line())));
    }

    /** Writes the verdict, then the findings, the worst first, then the reasons that no finding repeats. */
    private void judgement(Assessment assessment, Observation seen) throws IOException {
        Verdict verdict = assessment.verdict();
        text.hanging("", verdict.label() + ": " + verdict.meaning());
        for (Finding each : assessment.findings()) {
            String severity =
                    String.format(Locale.ROOT, "  %-8s  ", each.severity().label());
            text.hanging(severity, each.kind().label() + ": " + each.sentence());
        }
        for (String sentence : Why.beside(assessment, seen)) {
            text.hanging("  - ", sentence);
        }
    }

    private void evidence(Assessment assessment, ProbeOutcome outcome) throws IOException {
        Product product = assessment.product();
        fact(
                "product",
                product == null
                        ? "not recognized"
                        : product.describe() + " (" + product.confidence().label() + ")");
        fact("profile", assessment.profile());
        fact("missing", listed(assessment.missing()));
        fact("unexpected", listed(assessment.unexpected()));
        fact("masked", listed(assessment.masked()));
        if (outcome instanceof ProbeOutcome.Failed failed) {
            fact("failure", words(failed.failure()));
        }
        Observation seen = outcome.observation();
        if (seen.laterFailure() != null && seen.laterFailure().stage().isOfTls()) {
            fact("STARTTLS", words(seen.laterFailure()));
        }
        PeerTls tls = seen.tls();
        if (tls != null) {
            fact("TLS", tls.version() + ", " + tls.cipher());
            fact("certificate", certificate(tls));
        }
    }

    private static String words(Failure failure) {
        return failure.stage().label() + ", " + failure.reason().label() + ": " + failure.detail();
    }

    private void fact(String name, @Nullable String value) throws IOException {
        if (value != null) {
            text.hanging(String.format(Locale.ROOT, "%-11s ", name), value);
        }
    }

    /** Describes a certificate: subject, names, issuer, validity, key, chain length, and whether it is trusted. */
    private static String certificate(PeerTls tls) {
        PeerCertificate leaf = tls.leaf();
        String names = leaf.alternativeNames().isEmpty() ? "" : ", for " + String.join(", ", leaf.alternativeNames());
        String matches = tls.hostnameMatches() == null
                ? ""
                : tls.hostnameMatches() ? ", matches the host" : ", does not match the host";
        return leaf.subject() + names + "; by " + leaf.issuer() + "; " + Wording.day(leaf.notBefore()) + " to "
                + Wording.day(leaf.notAfter()) + "; " + leaf.key() + ", " + leaf.signature() + "; chain of "
                + tls.chain().size() + (tls.trusted() ? "; trusted" : "; not trusted") + matches;
    }

    private static @Nullable String listed(@Nullable List<String> words) {
        return words == null || words.isEmpty() ? null : String.join(", ", words);
    }

    private static String timings(TargetResult result) {
        String stages = result.observation().timings().stages().entrySet().stream()
                .map(stage ->
                        stage.getKey().label() + " " + millis(stage.getValue().toNanos()))
                .collect(Collectors.joining(", "));
        String total = "total " + millis(result.duration().toNanos());
        return stages.isEmpty() ? total : stages + ", " + total;
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static String mark(Transcript.Direction direction) {
        return switch (direction) {
            case SENT -> ">";
            case RECEIVED -> "<";
            case EVENT -> "*";
        };
    }

    private void line(String text) throws IOException {
        this.text.line(text);
    }
}
