package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Advice for every finding of a target, the worst first. */
class AdviceTest {

    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Advice ADVICE = new Advice(CATALOGUE.verbs(), CATALOGUE.findings());
    private static final TargetResult ANY = SampleResults.scan().results().get(0);
    private static final ProbeOutcome ANSWERED = new ProbeOutcome.Answered(Observation.NOTHING);

    @Test
    void everyKindHasOnePartTheWorstFirst() {
        TargetResult result = result(
                ANSWERED,
                Verdict.HEALTHY,
                finding(FindingKind.CERTIFICATE_EXPIRED, Severity.CRITICAL, "CN=a"),
                finding(FindingKind.CERTIFICATE_WEAK, Severity.WARNING, "CN=a"),
                finding(FindingKind.CERTIFICATE_WEAK, Severity.WARNING, "CN=b"),
                finding(FindingKind.EXEMPTION_ENDED, Severity.INFO, "VRFY"));

        List<Advice.Part> parts = ADVICE.of(result);

        assertThat(parts)
                .extracting(Advice.Part::title)
                .containsExactly(
                        "certificate_expired (critical)", "certificate_weak (warning)", "exemption_ended (info)");
        assertThat(parts.get(1).findings()).extracting(Finding::subject).containsExactly("CN=a", "CN=b");
    }

    @Test
    void missingVerbsAreExplainedByTheVerdict() throws IOException {
        Finding partial = finding(FindingKind.PARTIAL, Severity.CRITICAL, null);
        Finding verb = finding(FindingKind.VERB_MISSING, Severity.CRITICAL, "XEXCH50");

        assertThat(ADVICE.of(result(ANSWERED, Verdict.PARTIAL, partial, verb)))
                .extracting(each -> each.fact().kind())
                .containsExactly(FindingKind.PARTIAL);
        assertThat(ADVICE.of(result(ANSWERED, Verdict.PARTIAL, verb)))
                .extracting(each -> each.fact().kind())
                .containsExactly(FindingKind.VERB_MISSING);
        assertThat(written(result(ANSWERED, Verdict.PARTIAL, partial, verb)))
                .contains("missing: XEXCH50", "provided by       peexch50.dll");
    }

    @Test
    void addressesThatFailDifferentlyHaveTheirOwnAdvice() throws IOException {
        Finding unreachable = finding(FindingKind.UNREACHABLE, Severity.CRITICAL, null);
        AddressResult refused = address("192.0.2.1", failed(Stage.CONNECT, Reason.REFUSED), unreachable);
        AddressResult silent = address("192.0.2.2", failed(Stage.CONNECT, Reason.TIMEOUT), unreachable);
        AddressResult healthy = address("192.0.2.3", ANSWERED);
        TargetResult result = result(
                List.of(refused, silent, healthy),
                Verdict.INCONSISTENT,
                unreachable,
                finding(FindingKind.INCONSISTENT, Severity.CRITICAL, null));

        assertThat(ADVICE.of(result))
                .extracting(Advice.Part::title)
                .containsExactly(
                        "unreachable (critical) at 192.0.2.1",
                        "unreachable (critical) at 192.0.2.2",
                        "inconsistent (critical)");
        assertThat(written(result)).contains("The host is up, and refuses", "Nothing answered the attempt");
    }

    @Test
    void addressesThatFailAlikeShareTheAdvice() {
        Finding unreachable = finding(FindingKind.UNREACHABLE, Severity.CRITICAL, null);
        AddressResult one = address("192.0.2.1", failed(Stage.CONNECT, Reason.REFUSED), unreachable);
        AddressResult two = address("192.0.2.2", failed(Stage.CONNECT, Reason.REFUSED), unreachable);

        assertThat(ADVICE.of(result(List.of(one, two), Verdict.UNREACHABLE, unreachable)))
                .extracting(Advice.Part::title)
                .containsExactly("unreachable (critical)");
        assertThat(ADVICE.of(
                        result(List.of(one, two, address("192.0.2.3", ANSWERED)), Verdict.INCONSISTENT, unreachable)))
                .extracting(Advice.Part::title)
                .containsExactly("unreachable (critical) at 192.0.2.1, 192.0.2.2");
    }

    @Test
    void ownSentencesAreNotEscaped() throws IOException {
        TargetResult result = result(
                new ProbeOutcome.Failed(Failure.of(Stage.GREETING, Reason.RATE_LIMITED, "busy"), Observation.NOTHING),
                Verdict.DEFERRED,
                finding(FindingKind.DEFERRED, Severity.WARNING, null));

        assertThat(written(result)).contains("SERVER\\CONNECTOR").doesNotContain("\\\\");
    }

    @Test
    void withoutAFindingThereIsNothing() throws IOException {
        assertThat(ADVICE.of(result(ANSWERED, Verdict.HEALTHY))).isEmpty();
        assertThat(written(result(ANSWERED, Verdict.HEALTHY))).isEmpty();
    }

    private static String written(TargetResult result) throws IOException {
        StringWriter out = new StringWriter();
        ADVICE.write(new Paragraphs(out, 400), result);
        return out.toString();
    }

    private static Finding finding(FindingKind kind, Severity severity, @Nullable String subject) {
        return new Finding(kind, severity, subject, "what was seen");
    }

    private static ProbeOutcome failed(Stage stage, Reason reason) {
        return new ProbeOutcome.Failed(Failure.of(stage, reason, "why"), Observation.NOTHING);
    }

    private static AddressResult address(String host, ProbeOutcome outcome, Finding... findings) {
        Verdict verdict = findings.length == 0 ? Verdict.HEALTHY : Verdict.UNREACHABLE;
        return new AddressResult(new InetSocketAddress(host, 25), outcome, assessment(verdict, findings));
    }

    private static TargetResult result(ProbeOutcome outcome, Verdict verdict, Finding... findings) {
        return new TargetResult(ANY.target(), outcome, assessment(verdict, findings), 1, null, Duration.ZERO);
    }

    private static TargetResult result(List<AddressResult> addresses, Verdict verdict, Finding... findings) {
        return new TargetResult(
                ANY.target(),
                addresses.get(0).outcome(),
                assessment(verdict, findings),
                addresses,
                1,
                null,
                Duration.ZERO);
    }

    private static Assessment assessment(Verdict verdict, Finding... findings) {
        return Assessment.without(verdict, List.of(), null, null).with(List.of(findings));
    }
}
