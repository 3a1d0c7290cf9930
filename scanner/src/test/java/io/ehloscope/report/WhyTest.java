package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

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
import io.ehloscope.scan.SampleFailures;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The findings of a target in a few words. */
class WhyTest {

    private static final ProbeOutcome REFUSED = new ProbeOutcome.Failed(
            Failure.of(Stage.CONNECT, Reason.REFUSED, "nothing listens on the port"), Observation.NOTHING);

    static Stream<Arguments> words() {
        return Stream.of(
                argumentSet("no finding", List.of(), ""),
                argumentSet(
                        "verbs are grouped, and say the same as their verdict",
                        List.of(
                                finding(FindingKind.NOT_LOADED, null, "Microsoft answers alone."),
                                finding(FindingKind.VERB_MISSING, "X-EXPS", "X-EXPS is missing."),
                                finding(FindingKind.VERB_MISSING, "XEXCH50", "XEXCH50 is missing."),
                                finding(
                                        FindingKind.CERTIFICATE_EXPIRED,
                                        "CN=a",
                                        "The certificate expired on 2026-11-28."),
                                finding(FindingKind.VERB_FORBIDDEN, "VRFY", "VRFY is offered.")),
                        "missing X-EXPS, XEXCH50; certificate expired on 2026-11-28; forbidden VRFY"),
                argumentSet(
                        "a verdict without its verbs",
                        List.of(finding(FindingKind.PARTIAL, null, "2 verbs are missing.")),
                        "2 verbs are missing"),
                argumentSet(
                        "TLS by its names",
                        List.of(
                                finding(FindingKind.TLS_VERSION_OLD, "TLSv1", "The server supports nothing newer."),
                                finding(FindingKind.TLS_CIPHER_WEAK, "TLS_RSA_X", "Of all the cipher suites …"),
                                finding(FindingKind.TLS_CIPHER_WEAK, "1024-bit group", "The group …")),
                        "nothing newer than TLSv1; weak TLS_RSA_X, 1024-bit group"),
                argumentSet(
                        "a name at the start is kept",
                        List.of(finding(FindingKind.FOREIGN, null, "The Bat answers.")),
                        "The Bat answers"),
                argumentSet(
                        "text of servers is escaped",
                        List.of(finding(FindingKind.STARTTLS_FAILED, null, "It failed: 454 \u001b[2J.")),
                        "It failed: 454 \\x1b[2J"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void namesEveryFindingTheWorstFirst(List<Finding> findings, String expected) {
        assertThat(Why.of(healthy(findings, List.of()))).isEqualTo(expected);
    }

    @Test
    void failureDoesNotHideOtherFindings() {
        TargetResult failed = SampleFailures.timedOut(1);
        List<Finding> findings = new ArrayList<>(failed.findings());
        findings.add(finding(FindingKind.CERTIFICATE_EXPIRED, null, "The certificate expired on 2026-11-28."));
        assertThat(Why.of(failed.with(failed.outcome(), failed.assessment().with(findings), List.of())))
                .isEqualTo("connect timeout: no connection to 192.0.2.15 within 5 s;"
                        + " certificate expired on 2026-11-28");
    }

    @Test
    void verdictWithoutFindingStatesItsReason() {
        TargetResult foreign = SampleVerdicts.foreign();
        TargetResult off = foreign.with(foreign.outcome(), foreign.assessment().with(List.of()), List.of());

        assertThat(Why.of(off)).isEqualTo("the profile is exchange-2003, but Postfix answers");
        assertThat(Why.of(SampleFailures.skipped())).isEqualTo("the scan was interrupted before its turn");
        assertThat(Why.of(SampleVerdicts.healthyExchange())).isEmpty();
    }

    @Test
    void findingOfOneAddressNamesTheAddress() {
        Finding dead = finding(FindingKind.UNREACHABLE, null, "Nothing listens.");
        Finding missing = finding(FindingKind.VERB_MISSING, "XEXCH50", "XEXCH50 is missing.");
        Finding second = finding(FindingKind.VERB_MISSING, "X-EXPS", "X-EXPS is missing.");
        Finding expired = finding(FindingKind.CERTIFICATE_EXPIRED, null, "The certificate expired on 2026-11-28.");
        ProbeOutcome answered = SampleVerdicts.healthyExchange().outcome();
        List<AddressResult> addresses = List.of(
                address("192.0.2.1", REFUSED, dead),
                address("192.0.2.2", answered, missing, second, expired),
                address("192.0.2.3", answered, missing, expired));
        TargetResult result = healthy(
                List.of(
                        at("192.0.2.1", dead),
                        at("192.0.2.2", second),
                        at("192.0.2.2, 192.0.2.3", missing),
                        at("192.0.2.2, 192.0.2.3", expired),
                        finding(FindingKind.INCONSISTENT, null, "The addresses disagree.")),
                addresses);

        assertThat(Why.of(result))
                .isEqualTo("192.0.2.1: connect refused: nothing listens on the port; 192.0.2.2: missing X-EXPS;"
                        + " 192.0.2.2, 192.0.2.3: missing XEXCH50;"
                        + " 192.0.2.2, 192.0.2.3: certificate expired on 2026-11-28; addresses disagree");
        assertThat(Why.of(addresses.get(2))).isEqualTo("missing XEXCH50; certificate expired on 2026-11-28");
    }

    @Test
    void wordsAreBoundedAndCountTheRest() {
        List<Finding> findings = new ArrayList<>();
        List<AddressResult> addresses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Finding own = finding(FindingKind.STARTTLS_FAILED, null, "It failed: " + i + "x".repeat(5_000));
            findings.add(at("192.0.2." + i, own));
            addresses.add(address("192.0.2." + i, REFUSED, own));
        }

        assertThat(Why.of(healthy(findings, addresses))).hasSizeLessThan(3_500).endsWith("…; and 28 more");
    }

    @Test
    void labelsLeaveOutWhatServersChose() {
        assertThat(Why.labels(List.of(
                        new Finding(FindingKind.CERTIFICATE_EXPIRED, Severity.CRITICAL, "CN=a b", "…"),
                        finding(FindingKind.VERB_FORBIDDEN, "VRFY", "…"),
                        finding(FindingKind.VERB_FORBIDDEN, "VRFY", "192.0.2.1: …"))))
                .isEqualTo("certificate_expired:critical verb_forbidden(VRFY):warning");
    }

    @Test
    void reasonsThatAFindingRepeatsAreLeftOut() {
        Assessment assessment = Assessment.without(
                        Verdict.FOREIGN, List.of("It is Postfix.", "Ask its owner.", "Old."), null, null)
                .with(List.of(
                        finding(FindingKind.FOREIGN, null, "It is Postfix."),
                        finding(FindingKind.TLS_VERSION_OLD, "TLSv1", "192.0.2.1: Old.")));

        assertThat(Why.beside(assessment, Observation.NOTHING)).containsExactly("Ask its owner.");
    }

    private static Finding finding(FindingKind kind, String subject, String sentence) {
        return new Finding(kind, Severity.WARNING, subject, sentence);
    }

    private static Finding at(String where, Finding each) {
        return new Finding(each.kind(), each.severity(), each.subject(), where + ": " + each.sentence());
    }

    private static AddressResult address(String address, ProbeOutcome outcome, Finding... findings) {
        Assessment assessment = Assessment.without(Verdict.PARTIAL, List.of(), null, null);
        return new AddressResult(new InetSocketAddress(address, 25), outcome, assessment.with(List.of(findings)));
    }

    private static TargetResult healthy(List<Finding> findings, List<AddressResult> addresses) {
        TargetResult healthy =
                SampleVerdicts.healthyPostfix(SampleResults.target("mx.example.com", 25, "emea", Map.of()));
        return healthy.with(healthy.outcome(), healthy.assessment().with(findings), addresses);
    }
}
