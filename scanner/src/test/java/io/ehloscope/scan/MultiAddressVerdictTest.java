package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.answered;
import static io.ehloscope.scan.Rehearsal.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.FindingRule;
import io.ehloscope.classify.Replies;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.ReplyTexts;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultiAddressVerdictTest {

    @Test
    void firstThatAnsweredRepresentsAddressesThatAgree() {
        AddressResult one = at(1, answered(), Verdict.HEALTHY);
        MultiAddressVerdict both = combined(one, at(2, answered(), Verdict.HEALTHY));
        assertThat(both.assessment()).isEqualTo(one.assessment());
        assertThat(both.outcome()).isSameAs(one.outcome());
    }

    @Test
    void differentVerbsAreADisagreementAndBothAreReported() {
        Assessment combined = combined(
                        at(1, offering("SIZE", "XEXCH50"), Verdict.HEALTHY), at(2, offering("SIZE"), Verdict.HEALTHY))
                .assessment();
        assertThat(combined.verdict()).isEqualTo(Verdict.INCONSISTENT);
        assertThat(combined.reasons())
                .containsExactly(
                        "its addresses disagree", "127.0.0.1: healthy (SIZE, XEXCH50)", "127.0.0.2: healthy (SIZE)");
    }

    @Test
    void shortageIsNoDisagreement() {
        AddressResult overloaded = at(1, failed(Stage.CONNECT, Reason.OVERLOADED), Verdict.SKIPPED);
        AddressResult healthy = at(2, answered(), Verdict.HEALTHY);
        MultiAddressVerdict both = combined(overloaded, healthy);
        assertThat(both.assessment().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(both.outcome()).isSameAs(healthy.outcome());
        assertThat(combined(overloaded).assessment().verdict()).isEqualTo(Verdict.SKIPPED);
    }

    @Test
    void unreachableAddressDisagreesWithReachableOne() {
        AddressResult dead = at(1, failed(Stage.CONNECT, Reason.REFUSED), Verdict.UNREACHABLE);
        MultiAddressVerdict both = combined(at(2, answered(), Verdict.HEALTHY), dead);
        assertThat(both.assessment().verdict()).isEqualTo(Verdict.INCONSISTENT);
        assertThat(both.worstFirst().get(0))
                .as("the evidence is that of the address that disagrees")
                .isSameAs(dead);
        assertThat(both.assessment().findings())
                .extracting(Finding::kind, Finding::severity, Finding::sentence)
                .containsExactly(
                        tuple(FindingKind.UNREACHABLE, Severity.CRITICAL, "127.0.0.1: no SMTP dialogue was possible"),
                        tuple(
                                FindingKind.INCONSISTENT,
                                Severity.CRITICAL,
                                "The addresses disagree: 127.0.0.1 is unreachable, 127.0.0.2 is healthy."));
    }

    @Test
    void findingOfOneAddressNamesItAndOneOfAllDoesNot() {
        Finding old = new Finding(FindingKind.TLS_VERSION_OLD, Severity.WARNING, "TLSv1", "Old.");
        Finding weak = new Finding(FindingKind.CERTIFICATE_WEAK, Severity.INFO, null, "Weak.");
        AddressResult one = found(at(1, answered(), Verdict.HEALTHY), weak);
        AddressResult other = found(at(2, answered(), Verdict.HEALTHY), old, weak);
        MultiAddressVerdict both = combined(one, other);
        assertThat(both.assessment().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(both.worstFirst()).containsExactly(other, one);
        assertThat(both.assessment().findings())
                .containsExactly(
                        new Finding(FindingKind.TLS_VERSION_OLD, Severity.WARNING, "TLSv1", "127.0.0.2: Old."), weak);
    }

    @Test
    void inventorySetsTheSeverityOfADisagreement() {
        List<AddressResult> all =
                List.of(at(1, offering("SIZE"), Verdict.HEALTHY), at(2, offering("DSN"), Verdict.HEALTHY));
        assertThat(MultiAddressVerdict.of(all, Map.of(FindingKind.INCONSISTENT, FindingRule.OFF))
                        .assessment()
                        .findings())
                .isEmpty();
        assertThat(MultiAddressVerdict.of(all, Map.of(FindingKind.INCONSISTENT, FindingRule.of(Severity.INFO)))
                        .assessment()
                        .worst())
                .isEqualTo(Severity.INFO);
        assertThat(combined(all.get(0), all.get(1)).assessment().worst()).isEqualTo(Severity.WARNING);
    }

    private static MultiAddressVerdict combined(AddressResult... all) {
        return MultiAddressVerdict.of(List.of(all), Map.of());
    }

    private static AddressResult found(AddressResult at, Finding... findings) {
        return new AddressResult(at.address(), at.outcome(), at.assessment().with(List.of(findings)));
    }

    private static ProbeOutcome offering(String... verbs) {
        String text = "250-mail.example.com\n250-" + String.join("\n250-", verbs) + "\n250 OK";
        return Replies.answered(null, EhloReply.of(ReplyTexts.reply(text)));
    }

    private static AddressResult at(int number, ProbeOutcome outcome, Verdict verdict) {
        Assessment plain = Assessment.without(verdict, List.of(), null, null);
        return new AddressResult(
                new InetSocketAddress(Rehearsal.address(number), 25),
                outcome,
                plain.with(SampleFindings.FINDINGS.of(outcome, plain, Expectation.of("auto", 25))));
    }
}
