package io.ehloscope.classify;

import static io.ehloscope.classify.Replies.answered;
import static io.ehloscope.classify.Replies.seen;
import static io.ehloscope.classify.Samples.CLASSIFIER;
import static io.ehloscope.classify.Samples.STARRED;
import static io.ehloscope.classify.Samples.WINDOWS;
import static io.ehloscope.classify.Samples.WINDOWS_2003;
import static io.ehloscope.classify.Samples.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.ProbeOutcome;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effect of an exemption, its duration, and its sentences. */
class ExemptionTest {

    private static final LocalDate LAST_DAY = LocalDate.of(2027, 1, 31);
    private static final Exemption SBS = new Exemption("xexch50", "SBS, unixwiz tip", LAST_DAY);
    private static final String NO_XEXCH50 = "TURN,SIZE,ETRN,8bitmime,X-EXPS NTLM,AUTH NTLM,X-LINK2STATE,OK";
    private static final String ALL_THERE = NO_XEXCH50.replace(",OK", ",XEXCH50,OK");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2027-01-30, HEALTHY, USED",
        "2027-01-31, HEALTHY, USED",
        "2027-02-01, PARTIAL, EXPIRED",
        "2031-01-01, PARTIAL, EXPIRED",
        ", HEALTHY, USED"
    })
    void exemptionAppliesThroughItsLastDay(@Nullable LocalDate today, Verdict verdict, ExemptVerb.State state) {
        Assessment assessment = assess(NO_XEXCH50, "exchange-2003", today, SBS);

        assertThat(assessment.verdict()).isEqualTo(verdict);
        assertThat(assessment.missing()).isEqualTo(verdict == Verdict.HEALTHY ? List.of() : List.of("XEXCH50"));
        assertThat(assessment.exempt()).extracting(ExemptVerb::state).containsExactly(state);
    }

    @Test
    void reasonsNameTheEndAndTheReasonOfAnExemption() {
        assertThat(assess(NO_XEXCH50, "exchange-2003", LAST_DAY, SBS).reasons())
                .contains("XEXCH50 is missing, but exempt until 2027-01-31: SBS, unixwiz tip.");
        assertThat(assess(NO_XEXCH50, "exchange-2003", LAST_DAY, Exemption.of("XEXCH50"))
                        .reasons())
                .contains("XEXCH50 is missing, but exempt.");
        assertThat(assess(NO_XEXCH50, "exchange-2003", LAST_DAY, new Exemption("XEXCH50", "It is off.", null))
                        .reasons())
                .contains("XEXCH50 is missing, but exempt: It is off.");
    }

    @Test
    void endOfAnExemptionFollowsTheMainSentence() {
        assertThat(assess(NO_XEXCH50, "exchange-2003", LAST_DAY.plusDays(1), SBS)
                        .reasons()
                        .subList(0, 2))
                .containsExactly(
                        "1 of 4 verbs that exchange-2003 requires is missing: XEXCH50.",
                        "The exemption for XEXCH50 ended on 2027-01-31; its reason was: SBS, unixwiz tip.");
        assertThat(assess(NO_XEXCH50, "exchange-2003", LAST_DAY.plusDays(1), new Exemption("XEXCH50", null, LAST_DAY))
                        .reasons())
                .contains("The exemption for XEXCH50 ended on 2027-01-31.");
    }

    @ParameterizedTest(name = "{0} of {1}: {3}")
    @CsvSource({
        "XEXCH50, exchange-2003, 2027-01-31, IDLE",
        "XEXCH50, exchange-2003, 2027-02-01, EXPIRED",
        "VRFY, exchange-2003, 2027-01-31, IDLE",
        "VRFY, exchange-2003, 2027-02-01, EXPIRED"
    })
    void exemptionOfAnOfferedOrOptionalVerbChangesNothing(
            String verb, String profile, LocalDate today, ExemptVerb.State state) {
        Assessment assessment = assess(ALL_THERE, profile, today, new Exemption(verb, null, LAST_DAY));

        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assessment.exempt()).extracting(ExemptVerb::state).containsExactly(state);
        assertThat(assessment.reasons()).noneMatch(each -> each.contains("ended on"));
    }

    @Test
    void unneededExemptionIsReported() {
        assertThat(assess(ALL_THERE, "exchange-2003", LAST_DAY, SBS).reasons())
                .contains("XEXCH50 is exempt, but does not need to be: it is there.");
    }

    @Test
    void exemptionOfAVerbThatIsNotRequiredIsNotReported() {
        assertThat(assess(ALL_THERE, "exchange-2003", LAST_DAY, Exemption.of("XFOO"))
                        .reasons())
                .noneMatch(each -> each.contains("exempt"));
    }

    @Test
    void usedExemptionIsNotReportedAsUnneeded() {
        assertThat(assess("SIZE,STARTTLS,AUTH PLAIN LOGIN", "submission", LAST_DAY, Exemption.of("AUTH"))
                        .reasons())
                .filteredOn(each -> each.contains("exempt"))
                .containsExactly("AUTH XOAUTH2 is missing, but exempt.");
    }

    @Test
    void exemptionCoversTheParamsOfItsVerb() {
        Assessment assessment = assess("SIZE,STARTTLS,AUTH PLAIN LOGIN", "submission", LAST_DAY, Exemption.of("AUTH"));

        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assessment.reasons()).contains("AUTH XOAUTH2 is missing, but exempt.");
    }

    @Test
    void excuseAppliesAfterTheExemptionHasEnded() {
        Exemption login = new Exemption("X-EXPS=LOGIN", null, LAST_DAY);

        Assessment assessment = assess(ALL_THERE, "exchange-2003", LAST_DAY.plusDays(1), login);

        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assessment.exempt().get(0).state()).isEqualTo(ExemptVerb.State.EXPIRED);
    }

    @Test
    void exemptionsAreEmptyIfVerbsCannotBeCounted() {
        Expectation expectation = expectation("exchange-2003", 25, List.of(SBS), LAST_DAY);

        assertThat(Stream.of(
                                answered(STARRED, list("SIZE,XXXXXXXA")),
                                new ProbeOutcome.Skipped("stopped"),
                                new ProbeOutcome.Answered(seen(null, null, null)))
                        .map(outcome -> CLASSIFIER.assess(outcome, expectation).exempt()))
                .allMatch(List::isEmpty);
    }

    @Test
    void exemptionOfTheTargetOverridesThatOfTheProfile() {
        Profile parent = Catalogue.load().profiles().get("exchange-2003");
        Profile ours = new Profile(
                "ours",
                "ours",
                parent.products(),
                parent.usual(),
                parent.ports(),
                List.of(SBS),
                Map.of(),
                Set.of(),
                new Origin(null, null, ""));
        Classifier classifier = Catalogue.load().classifier(Map.of("ours", ours));
        ProbeOutcome outcome = answered(null, list(NO_XEXCH50));
        Exemption over = new Exemption("XEXCH50", null, LAST_DAY.minusDays(1));

        assertThat(classifier
                        .assess(outcome, expectation("ours", 25, List.of(), LAST_DAY))
                        .exempt())
                .containsExactly(new ExemptVerb(SBS, "XEXCH50", false));
        assertThat(classifier
                        .assess(outcome, expectation("ours", 25, List.of(over), LAST_DAY))
                        .exempt())
                .containsExactly(new ExemptVerb(over, "XEXCH50", true));
    }

    @Test
    void offeredExemptVerbProvesThatExchangeIsLoaded() {
        Assessment assessment = assess(
                "TURN,SIZE,8bitmime,X-EXPS NTLM LOGIN,OK",
                "exchange-2003",
                LAST_DAY,
                Exemption.of("X-EXPS"),
                Exemption.of("X-EXPS=LOGIN"));

        assertThat(assessment.verdict()).isEqualTo(Verdict.PARTIAL);
        assertThat(assessment.missing()).containsExactly("X-LINK2STATE", "XEXCH50");
    }

    @Test
    void bareServiceIsHealthyIfAllExchangeVerbsAreExempt() {
        List<Exemption> all = Stream.of("X-EXPS", "X-EXPS=LOGIN", "X-LINK2STATE", "XEXCH50")
                .map(Exemption::of)
                .toList();

        Assessment assessment = CLASSIFIER.assess(
                answered(WINDOWS_2003, list(WINDOWS)), expectation("exchange-2003", 25, all, LAST_DAY));

        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void nearerExemptionReplacesTheOther() {
        Exemption plain = Exemption.of("XEXCH50");
        Exemption other = Exemption.of("VRFY");

        assertThat(Exemption.merged(List.of(SBS, other), List.of(plain))).containsExactly(plain, other);
        assertThat(Exemption.merged(List.of(SBS), List.of())).containsExactly(SBS);
        assertThat(Exemption.merged(List.of(), List.of(SBS, other))).containsExactly(SBS, other);
    }

    private static Assessment assess(String verbs, String profile, @Nullable LocalDate today, Exemption... exempt) {
        return CLASSIFIER.assess(answered(null, list(verbs)), expectation(profile, 25, List.of(exempt), today));
    }

    private static Expectation expectation(
            String profile, int port, List<Exemption> exempt, @Nullable LocalDate today) {
        Instant noon = today == null ? null : today.atTime(12, 0).toInstant(ZoneOffset.UTC);
        return new Expectation(profile, port, exempt, Map.of(), noon);
    }
}
