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
    void whereAllAgreeTheFirstThatAnsweredStandsForThem() {
        AddressResult one = at(1, answered(), Verdict.HEALTHY);
        assertThat(MultiAddressVerdict.together(List.of(one, at(2, answered(), Verdict.HEALTHY))))
                .isSameAs(one.assessment());
    }

    @Test
    void otherVerbsAreADisagreementAndBothAreNamed() {
        Assessment together = MultiAddressVerdict.together(
                List.of(at(1, offering("SIZE", "XEXCH50"), Verdict.HEALTHY), at(2, offering("SIZE"), Verdict.HEALTHY)));
        assertThat(together.verdict()).isEqualTo(Verdict.INCONSISTENT);
        assertThat(together.reasons())
                .containsExactly(
                        "its addresses disagree", "127.0.0.1: healthy (SIZE, XEXCH50)", "127.0.0.2: healthy (SIZE)");
    }

    @Test
    void aShortageOfOursContradictsNobody() {
        AddressResult overloaded = at(1, failed(Stage.CONNECT, Reason.OVERLOADED), Verdict.SKIPPED);
        AddressResult healthy = at(2, answered(), Verdict.HEALTHY);
        assertThat(MultiAddressVerdict.together(List.of(overloaded, healthy)).verdict())
                .isEqualTo(Verdict.HEALTHY);
        assertThat(MultiAddressVerdict.shown(List.of(overloaded, healthy))).isSameAs(healthy);
        assertThat(MultiAddressVerdict.together(List.of(overloaded)).verdict()).isEqualTo(Verdict.SKIPPED);
    }

    @Test
    void oneThatCannotBeReachedDisagreesWithOneThatCan() {
        AddressResult dead = at(1, failed(Stage.CONNECT, Reason.REFUSED), Verdict.UNREACHABLE);
        assertThat(MultiAddressVerdict.together(List.of(dead, at(2, answered(), Verdict.HEALTHY)))
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
