package io.ehloscope.paste;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Starttls;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pasted dialogue is judged like a live one. */
class PastedOutcomeTest {

    private static final String LIST = "250-h Hello [192.0.2.9]/250-SIZE/250-X-EXPS GSSAPI/250-XRDST/250 8BITMIME";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            220 h ESMTP Postfix/250-h/250-PIPELINING/250-8BITMIME/250 ENHANCEDSTATUSCODES  | healthy
            220 h ESMTP Postfix/250-h/250 PIPELINING                                       | partial
            220 h ESMTP Postfix/250-h/250-PIPELINING                                       | unreachable
            220 h ESMTP Postfix                                                            | unreachable
            220 h ESMTP Postfix/HELO x/250 h                                               | unreachable
            220 h ESMTP/EHLO x/500 what/HELO x/250 h                                       | helo_only
            220 h ESMTP/500 what/250 h                                                     | helo_only
            220 h ESMTP/EHLO x/550 no                                                      | refused
            554 5.7.1 your address is listed                                               | refused
            421 4.3.2 service not available                                                | deferred
            220 *******************************/EHLO x/500 what                            | masked
            """)
    void verdictMatchesTheDialogue(String pasted, String verdict) {
        assertThat(assess(pasted).verdict().label()).isEqualTo(verdict);
    }

    @Test
    void transientRejectionIsQuotedAsTransient() {
        Failure limited = failure("421 4.3.2 The maximum number of concurrent server connections has exceeded a limit");
        Failure greylisted = failure("220 h/EHLO x/450 4.7.1 greylisted");

        assertThat(limited.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(limited.detail()).startsWith("rejected temporarily: 421");
        assertThat(greylisted.reason()).isEqualTo(Reason.REJECTED_TEMPORARILY);
        assertThat(greylisted.detail()).startsWith("rejected temporarily: 450");
    }

    @Test
    void unfinishedListHasNoMissingVerbs() {
        Assessment cut = assess("220 h ESMTP Postfix/250-h/250-PIPELINING");

        assertThat(cut.missing()).isNull();
        assertThat(cut.reasons().get(0))
                .contains("the paste ends in the middle of the reply to EHLO", "after PIPELINING");
    }

    @Test
    void listCanBeReadAsRecordedInsideTls() {
        ProbeOutcome plain = PastedOutcome.outcome(read("220 h ready/EHLO x/" + LIST), false, 25);
        ProbeOutcome inside = PastedOutcome.outcome(read(LIST), true, 25);

        assertThat(plain.observation().ehloTls()).isNull();
        assertThat(inside.observation().ehlo()).isNull();
        assertThat(inside.observation().ehloTls()).isNotNull();
        assertThat(inside.observation().starttls()).isEqualTo(Starttls.NEGOTIATED);
    }

    @Test
    void exchangeListWithoutItsBeginningIsReadAsInsideTls() {
        Assessment lost = assess("250-h Hello/250-SIZE/250-AUTH NTLM LOGIN/250-X-EXPS GSSAPI NTLM/250 XRDST");
        Assessment greeted = assess("220 h/EHLO x/250-h Hello/250-SIZE/250-AUTH NTLM/250-X-EXPS GSSAPI NTLM/250 XRDST");

        assertThat(lost.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(lost.reasons()).anyMatch(each -> each.contains("read as recorded inside TLS"));
        assertThat(greeted.missing()).containsExactly("X-ANONYMOUSTLS");
    }

    @ParameterizedTest
    @CsvSource({"500 Syntax error,helo_only", "502 EH?,helo_only", "550 5.7.1 denied,refused", "501 bad name,refused"})
    void unknownEhloDiffersFromARejectedClient(String reply, String verdict) {
        Assessment assessment = assess("220 h ready/EHLO x/" + reply);

        assertThat(assessment.verdict().label()).isEqualTo(verdict);
        assertThat(assessment.reasons()).noneMatch(each -> each.contains("HELO works."));
    }

    @Test
    void bothListsOfADialogueAreKept() {
        String both = "220 h/EHLO x/250-h/250 STARTTLS/STARTTLS/220 go ahead/EHLO x/250-h/250 AUTH PLAIN";

        for (boolean tls : new boolean[] {true, false}) {
            ProbeOutcome outcome = PastedOutcome.outcome(read(both), tls, 25);
            assertThat(outcome.observation().ehlo()).isNotNull();
            assertThat(outcome.observation().ehloTls()).isNotNull();
        }
    }

    @Test
    void refusedStarttlsIsAFailure() {
        ProbeOutcome outcome = PastedOutcome.outcome(read("EHLO x/250-h/250 STARTTLS/STARTTLS/454 not now"), false, 25);

        assertThat(outcome.observation().starttls()).isEqualTo(Starttls.FAILED);
    }

    private static Failure failure(String pasted) {
        return ((ProbeOutcome.Failed) PastedOutcome.outcome(read(pasted), false, 25)).failure();
    }

    private static Assessment assess(String pasted) {
        ProbeOutcome outcome = PastedOutcome.outcome(read(pasted), false, 25);
        return Catalogue.load().classifier(Map.of()).assess(outcome, Expectation.of("auto", 25));
    }

    private static PastedTranscript read(String pasted) {
        List<PastedTranscript> all = Paste.read(pasted.replace('/', '\n')).transcripts();
        assertThat(all).as(pasted).hasSize(1);
        return all.get(0);
    }
}
