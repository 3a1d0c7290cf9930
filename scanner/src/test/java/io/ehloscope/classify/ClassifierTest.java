package io.ehloscope.classify;

import static io.ehloscope.classify.Replies.answered;
import static io.ehloscope.classify.Replies.ehlo;
import static io.ehloscope.classify.Replies.helo;
import static io.ehloscope.classify.Replies.seen;
import static io.ehloscope.classify.Samples.CLASSIFIER;
import static io.ehloscope.classify.Samples.FRONT_END;
import static io.ehloscope.classify.Samples.ONLINE;
import static io.ehloscope.classify.Samples.STARRED;
import static io.ehloscope.classify.Samples.TRANSPORT;
import static io.ehloscope.classify.Samples.WINDOWS;
import static io.ehloscope.classify.Samples.WINDOWS_2003;
import static io.ehloscope.classify.Samples.assess;
import static io.ehloscope.classify.Samples.banner;
import static io.ehloscope.classify.Samples.failed;
import static io.ehloscope.classify.Samples.list;
import static io.ehloscope.classify.Samples.on25;
import static io.ehloscope.classify.Samples.verbs;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.EhloReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The verdicts on failures, and on replies that a middlebox rewrote. */
class ClassifierTest {

    @Test
    void targetThatWasNotProbedIsSkipped() {
        Assessment assessment = CLASSIFIER.assess(
                new ProbeOutcome.Skipped("the scan was ended before its turn"), on25("exchange-2003"));

        assertThat(assessment.verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(assessment.reasons()).containsExactly("the scan was ended before its turn");
        assertThat(assessment.profile()).isEqualTo("exchange-2003");
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, UNREACHABLE",
        "TIMEOUT, UNREACHABLE",
        "REFUSED, UNREACHABLE",
        "UNREACHABLE, UNREACHABLE",
        "RESET, UNREACHABLE",
        "CLOSED, UNREACHABLE",
        "RATE_LIMITED, DEFERRED",
        "REJECTED_TEMPORARILY, DEFERRED",
        "REJECTED_PERMANENTLY, REFUSED",
        "NOT_SMTP, UNREACHABLE",
        "TRUNCATED, UNREACHABLE",
        "TOO_LARGE, UNREACHABLE",
        "TLS_FAILED, UNREACHABLE",
        "OVERLOADED, SKIPPED"
    })
    void reasonOfAFailureDecidesTheVerdict(Reason reason, Verdict verdict) {
        Assessment assessment = failed(Stage.GREETING, reason, Observation.NOTHING);

        assertThat(assessment.verdict()).isEqualTo(verdict);
        assertThat(assessment.missing()).isNull();
        assertThat(assessment.missingExchangeVerbs()).isNull();
        assertThat(assessment.reasons()).contains("what happened");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void failureAfterTheEhloReplyKeepsTheReply(Reason reason) {
        Assessment assessment = failed(Stage.TLS, reason, seen(TRANSPORT, list(FRONT_END), null));

        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assessment.reasons())
                .contains(
                        reason == Reason.OVERLOADED
                                ? "After the EHLO reply, at tls: what happened"
                                : "STARTTLS is offered, but the TLS handshake failed: what happened");
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"EHLO", "HELO", "GREETING"})
    void failureBeforeTheEndOfTheReplyCountsNoVerbs(Stage stage) {
        Assessment assessment = failed(stage, Reason.TRUNCATED, seen(WINDOWS_2003, list(WINDOWS), null));

        assertThat(assessment.verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(assessment.missing()).isNull();
    }

    @Test
    void refusalInTheGreetingShowsTheProduct() {
        Observation greeted = seen("554 h.pphosted.com ESMTP Blocked - see https://x", null, null);

        Assessment assessment = failed(Stage.GREETING, Reason.REJECTED_PERMANENTLY, greeted);

        assertThat(assessment.product()).isNotNull();
        assertThat(assessment.product().name()).isEqualTo("proofpoint");
        assertThat(assessment.reasons()).anyMatch(each -> each.contains("the scanner's address"));
    }

    @Test
    void maskedGreetingMasksAnyReply() {
        for (ProbeOutcome outcome : List.of(
                answered(STARRED, list(WINDOWS)),
                answered(STARRED, list(FRONT_END)),
                new ProbeOutcome.Answered(helo(STARRED, "500 Unrecognized command")))) {
            Assessment assessment = CLASSIFIER.assess(outcome, on25("exchange-2003"));

            assertThat(assessment.verdict()).isEqualTo(Verdict.MASKED);
            assertThat(assessment.masked()).containsExactly(STARRED);
            assertThat(assessment.missing()).isNull();
            assertThat(assessment.missingExchangeVerbs()).isNull();
        }
    }

    @Test
    void maskedVerbsAreNotMissingAndTheirLengthIsAHint() {
        Assessment assessment = assess("exchange-2003", WINDOWS_2003, "SIZE,8bitmime,XXXXXXXXXXXA,XXXXXXB,OK");

        assertThat(assessment.verdict()).isEqualTo(Verdict.MASKED);
        assertThat(assessment.masked()).containsExactly("XXXXXXXXXXXA", "XXXXXXB");
        assertThat(assessment.missing()).isNull();
        assertThat(assessment.reasons())
                .contains(
                        "Judging by its length, XXXXXXXXXXXA could be X-LINK2STATE; that is a guess.",
                        "Judging by its length, XXXXXXB could be XEXCH50; that is a guess.");
    }

    @ParameterizedTest
    @CsvSource({
        "EHLO, REJECTED_PERMANENTLY, MASKED",
        "HELO, REJECTED_PERMANENTLY, MASKED",
        "GREETING, NOT_SMTP, MASKED",
        "GREETING, REJECTED_PERMANENTLY, REFUSED",
        "EHLO, TIMEOUT, UNREACHABLE",
        "EHLO, CLOSED, UNREACHABLE",
        "EHLO, REJECTED_TEMPORARILY, DEFERRED"
    })
    void maskedGreetingExplainsOnlyARefusedEhlo(Stage stage, Reason reason, Verdict verdict) {
        assertThat(failed(stage, reason, seen(STARRED, null, null)).verdict()).isEqualTo(verdict);
    }

    @Test
    void microsoftGreetingWithoutVerbsIsMasked() {
        for (String banner : List.of(WINDOWS_2003, TRANSPORT, ONLINE)) {
            Assessment assessment = CLASSIFIER.assess(answered(banner, ehlo()), on25("exchange-2003"));

            assertThat(assessment.verdict()).isEqualTo(Verdict.MASKED);
            assertThat(assessment.missing()).isNull();
        }
    }

    /** A greeting decides about a reply without verbs only if its product always lists verbs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "220 h ESMTP                | HEALTHY",
                "220 h Generic SMTP handler | HEALTHY",
                "220 h ESMTP Postfix        | MASKED",
                "220 h ESMTP Exim 4.96      | MASKED",
                "220 A.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Sun | MASKED"
            })
    void replyWithoutVerbsIsMaskedOnlyIfTheProductAlwaysListsThem(String banner, Verdict verdict) {
        assertThat(CLASSIFIER.assess(answered(banner, ehlo()), on25("auto")).verdict())
                .isEqualTo(verdict);
    }

    /** A list that lacks a verb of the profile set here may be whole by the profile of its own product. */
    @ParameterizedTest
    @CsvSource({
        "exchange-2007, '', true",
        "exchange-2007, X-EXPS GSSAPI NTLM, false",
        "exchange-2016, X-EXPS GSSAPI NTLM, false",
        "auto, X-EXPS GSSAPI NTLM, false"
    })
    void profileIsOutOfDateOnlyIfTheListIsWholeByThatOfTheProduct(String profile, String removed, boolean outOfDate) {
        String list = removed.isEmpty() ? FRONT_END : FRONT_END.replace(removed + ",", "");
        Assessment assessment = assess(profile, TRANSPORT, list);
        assertThat(assessment.verdict()).isEqualTo(Verdict.PARTIAL);
        assertThat(assessment.reasons().stream().anyMatch(each -> each.startsWith("It has everything that ")))
                .isEqualTo(outOfDate);
    }

    /** A product that is not recognized can be the expected one, except for a Microsoft product. */
    @ParameterizedTest
    @CsvSource({"our-gateway, PARTIAL", "exchange-2016, FOREIGN", "exchange-2003, FOREIGN"})
    void unknownProductIsForeignOnlyToMicrosoft(String profile, Verdict verdict) {
        Assessment assessment = assess(profile, null, "SIZE,XUNKNOWN,XOTHER");
        assertThat(assessment.product()).isNull();
        assertThat(assessment.verdict()).isEqualTo(verdict);
    }

    /** Missing Exchange verbs are about Microsoft's SMTP, whichever product answers. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "exchange-2003, windows-2003, WINDOWS, MICROSOFT",
                "exchange-2003, windows-2003, LOADED, MICROSOFT",
                "auto, postfix, MTA, OTHER",
                "auto, -, SHORT, -"
            })
    void circumstancesHaveTheFamilyOfTheProduct(
            String profile, @Nullable String banner, String list, Product.@Nullable Family family) {
        ProbeOutcome outcome = answered(banner(banner), list(verbs(list)));
        Assessment assessment = CLASSIFIER.assess(outcome, on25(profile));
        assertThat(Circumstances.of(FindingKind.PARTIAL, outcome, assessment).family())
                .isEqualTo(family);
    }

    /** One Exchange verb proves that Exchange is loaded, before TLS or inside it. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -, NOT_LOADED", "XEXCH50, -, PARTIAL", "-, XEXCH50, PARTIAL", "XEXCH50, XEXCH50, PARTIAL"})
    void exchangeVerbBeforeOrInsideTlsRulesOutNotLoaded(
            @Nullable String plain, @Nullable String inside, Verdict verdict) {
        Observation seen = seen(WINDOWS_2003, windows(plain), windows(inside));
        assertThat(CLASSIFIER
                        .assess(new ProbeOutcome.Answered(seen), on25("exchange-2003"))
                        .verdict())
                .isEqualTo(verdict);
    }

    private static EhloReply windows(@Nullable String verb) {
        return list(verb == null ? WINDOWS : WINDOWS.replace(",OK", "," + verb + ",OK"));
    }

    @Test
    void otherServerCanHaveNoVerbs() {
        assertThat(CLASSIFIER
                        .assess(answered("220 h ESMTP", ehlo()), on25("auto"))
                        .verdict())
                .isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void ehloRefusedAndHeloAcceptedIsHeloOnly() {
        Assessment assessment = CLASSIFIER.assess(
                new ProbeOutcome.Answered(helo("220 h Generic SMTP handler", "500 Command unrecognized")),
                on25("exchange-2003"));

        assertThat(assessment.verdict()).isEqualTo(Verdict.HELO_ONLY);
        assertThat(assessment.missing()).isNull();
        assertThat(assessment.reasons().get(0))
                .isEqualTo("EHLO is refused with \"500 Command unrecognized\"; HELO works.");
    }
}
