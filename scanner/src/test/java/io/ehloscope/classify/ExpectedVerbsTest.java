package io.ehloscope.classify;

import static io.ehloscope.classify.Replies.answered;
import static io.ehloscope.classify.Replies.helo;
import static io.ehloscope.classify.Replies.seen;
import static io.ehloscope.classify.Samples.CLASSIFIER;
import static io.ehloscope.classify.Samples.FRONT_END;
import static io.ehloscope.classify.Samples.MTA;
import static io.ehloscope.classify.Samples.POSTFIX;
import static io.ehloscope.classify.Samples.TRANSPORT;
import static io.ehloscope.classify.Samples.assess;
import static io.ehloscope.classify.Samples.banner;
import static io.ehloscope.classify.Samples.list;
import static io.ehloscope.classify.Samples.on25;
import static io.ehloscope.classify.Samples.verbs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.smtp.EhloReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing verbs by port and phase. */
class ExpectedVerbsTest {

    @ParameterizedTest(name = "{0} on {1}, {3}: {4}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            exchange-2016 | 587 | transport    | NO_X      | HEALTHY
            exchange-2010 | 587 | transport    | NO_X      | HEALTHY
            exchange-2016 | 587 | -            | NO_X      | HEALTHY
            exchange-2016 | 587 | windows-2003 | WINDOWS   | FOREIGN
            exchange-2016 | 587 | online       | NO_X      | FOREIGN
            exchange-2003 | 587 | windows-2003 | WINDOWS   | HEALTHY
            exchange-2003 | 587 | windows-2016 | WINDOWS   | FOREIGN
            exchange-2016 | 2525 | transport   | NO_X      | NOT_LOADED
            auto          | 587 | transport    | NO_X      | HEALTHY
            auto          | 587 | windows-2003 | WINDOWS   | NOT_LOADED
            auto          | 587 | online       | NO_X      | HEALTHY
            """)
    void portDecidesWhatIsExpected(String profile, int port, @Nullable String banner, String list, Verdict verdict) {
        Assessment assessment =
                CLASSIFIER.assess(answered(banner(banner), list(verbs(list))), Expectation.of(profile, port));

        assertThat(assessment.verdict()).isEqualTo(verdict);
    }

    @Test
    void starttlsAndAnonymousTlsCanDisappearInsideTls() {
        EhloReply inside = list("SIZE,AUTH NTLM LOGIN,X-EXPS GSSAPI NTLM,8BITMIME,BINARYMIME,CHUNKING,XRDST");

        for (Observation seen : List.of(seen(TRANSPORT, list(FRONT_END), inside), seen(null, null, inside))) {
            Assessment assessment = CLASSIFIER.assess(new ProbeOutcome.Answered(seen), on25("exchange-2016"));

            assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
            assertThat(assessment.missing()).isEmpty();
        }
    }

    @Test
    void otherVerbThatDisappearsInsideTlsIsMissing() {
        Observation seen = seen(TRANSPORT, list(FRONT_END), list("SIZE,AUTH NTLM,8BITMIME,XRDST"));

        Assessment assessment = CLASSIFIER.assess(new ProbeOutcome.Answered(seen), on25("exchange-2016"));

        assertThat(assessment.verdict()).isEqualTo(Verdict.PARTIAL);
        assertThat(assessment.missing()).containsExactly("X-EXPS");
        assertThat(assessment.reasons()).contains("Offered before TLS, but not inside TLS: X-EXPS.");
    }

    @Test
    void verbThatDisappearsInsideTlsIsRequiredBeforeTls() {
        Observation seen = seen(TRANSPORT, list("SIZE,X-EXPS GSSAPI,8BITMIME,XRDST"), list("SIZE,X-EXPS GSSAPI,XRDST"));

        Assessment assessment = CLASSIFIER.assess(new ProbeOutcome.Answered(seen), on25("exchange-2016"));

        assertThat(assessment.missing()).containsExactly("X-ANONYMOUSTLS");
    }

    @Test
    void verbOfferedOnlyInsideTlsIsOffered() {
        Observation seen = seen(null, list("SIZE,STARTTLS"), list("SIZE,AUTH LOGIN XOAUTH2"));

        Assessment assessment = CLASSIFIER.assess(new ProbeOutcome.Answered(seen), on25("submission"));

        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assessment.reasons()).contains("Offered only inside TLS: AUTH.");
    }

    @Test
    void verbWithoutARequiredParamIsMissingWithThatParam() {
        Assessment assessment = assess("submission", null, "SIZE,STARTTLS,AUTH PLAIN LOGIN");

        assertThat(assessment.verdict()).isEqualTo(Verdict.PARTIAL);
        assertThat(assessment.missing()).containsExactly("AUTH XOAUTH2");
        assertThat(assessment.missingExchangeVerbs()).isZero();
    }

    @Test
    void forbiddenVerbIsUnexpectedAndKeepsTheVerdict() {
        Assessment assessment = assess("our-gateway", POSTFIX, MTA);

        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assessment.unexpected()).containsExactly("VRFY");
        assertThat(assessment.reasons()).contains("Offered, although the profile forbids it: VRFY.");
    }

    @ParameterizedTest
    @CsvSource({"MTA, MTA, true", "MTA, SHORT, true", "SHORT, MTA, true", "SHORT, SHORT, false"})
    void forbiddenVerbIsUnexpectedBeforeTlsAndInsideIt(String plain, String inside, boolean unexpected) {
        Observation seen = seen(POSTFIX, list(verbs(plain)), list(verbs(inside)));

        Assessment assessment = CLASSIFIER.assess(new ProbeOutcome.Answered(seen), on25("our-gateway"));

        assertThat(assessment.unexpected()).isEqualTo(unexpected ? List.of("VRFY") : List.of());
    }

    @Test
    void baseVerbsMissingBesideExchangeVerbsAreConfiguration() {
        Assessment assessment = assess(
                "exchange-2003", null, "TURN,SIZE,ETRN,PIPELINING,X-EXPS NTLM,AUTH NTLM,X-LINK2STATE,XEXCH50,OK");

        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assessment.reasons()).anyMatch(each -> each.contains("SmtpInboundCommandSupportOptions"));
    }

    @Test
    void outdatedProfileIsReported() {
        Assessment assessment = assess("exchange-2007", TRANSPORT, FRONT_END);

        assertThat(assessment.verdict()).isEqualTo(Verdict.PARTIAL);
        assertThat(assessment.missing()).containsExactly("XEXCH50");
        assertThat(assessment.reasons()).anyMatch(each -> each.contains("may be out of date"));
    }

    @Test
    void plainInAuthBesideExchangeVerbsIsReportedAsRewritten() {
        assertThat(assess("auto", TRANSPORT, FRONT_END.replace("AUTH NTLM", "AUTH LOGIN PLAIN"))
                        .reasons())
                .anyMatch(each -> each.contains("AUTH offers PLAIN"));
    }

    @Test
    void deviationsOfTheReplyComeLast() {
        List<String> reasons = assess("auto", POSTFIX, "PIPELINING,!,ENHANCEDSTATUSCODES,8BITMIME")
                .reasons();

        assertThat(reasons.get(reasons.size() - 1)).isEqualTo("Deviation: \"!\" is not a verb.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exchange-2033", ""})
    void unknownProfileIsRejected(String profile) {
        assertThatThrownBy(() -> assess(profile, null, MTA)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hugeRefusalIsCutInTheReasons() {
        Assessment assessment =
                CLASSIFIER.assess(new ProbeOutcome.Answered(helo(null, "500 " + "x".repeat(2000))), on25("auto"));

        assertThat(assessment.reasons()).allMatch(each -> each.length() < 400);
    }
}
