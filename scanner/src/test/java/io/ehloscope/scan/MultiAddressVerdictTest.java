package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.answered;
import static io.ehloscope.scan.Rehearsal.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Replies;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.result.AddressResult;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.ReplyTexts;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiAddressVerdictTest {

    @Test
    void firstThatAnsweredRepresentsAddressesThatAgree() {
        AddressResult one = at(1, answered(), Verdict.HEALTHY);
        assertThat(MultiAddressVerdict.combined(List.of(one, at(2, answered(), Verdict.HEALTHY))))
                .isSameAs(one.assessment());
    }

    @Test
    void differentVerbsAreADisagreementAndBothAreReported() {
        Assessment combined = MultiAddressVerdict.combined(
                List.of(at(1, offering("SIZE", "XEXCH50"), Verdict.HEALTHY), at(2, offering("SIZE"), Verdict.HEALTHY)));
        assertThat(combined.verdict()).isEqualTo(Verdict.INCONSISTENT);
        assertThat(combined.reasons())
                .containsExactly(
                        "its addresses disagree", "127.0.0.1: healthy (SIZE, XEXCH50)", "127.0.0.2: healthy (SIZE)");
    }

    @Test
    void shortageIsNoDisagreement() {
        AddressResult overloaded = at(1, failed(Stage.CONNECT, Reason.OVERLOADED), Verdict.SKIPPED);
        AddressResult healthy = at(2, answered(), Verdict.HEALTHY);
        assertThat(MultiAddressVerdict.combined(List.of(overloaded, healthy)).verdict())
                .isEqualTo(Verdict.HEALTHY);
        assertThat(MultiAddressVerdict.representative(List.of(overloaded, healthy)))
                .isSameAs(healthy);
        assertThat(MultiAddressVerdict.combined(List.of(overloaded)).verdict()).isEqualTo(Verdict.SKIPPED);
    }

    @Test
    void unreachableAddressDisagreesWithReachableOne() {
        AddressResult dead = at(1, failed(Stage.CONNECT, Reason.REFUSED), Verdict.UNREACHABLE);
        assertThat(MultiAddressVerdict.combined(List.of(dead, at(2, answered(), Verdict.HEALTHY)))
                        .verdict())
                .isEqualTo(Verdict.INCONSISTENT);
    }

    private static ProbeOutcome offering(String... verbs) {
        String text = "250-mail.example.com\n250-" + String.join("\n250-", verbs) + "\n250 OK";
        return Replies.answered(null, EhloReply.of(ReplyTexts.reply(text)));
    }

    private static AddressResult at(int number, ProbeOutcome outcome, Verdict verdict) {
        return new AddressResult(
                new InetSocketAddress(Rehearsal.address(number), 25),
                outcome,
                Assessment.without(verdict, List.of(), null, null));
    }
}
