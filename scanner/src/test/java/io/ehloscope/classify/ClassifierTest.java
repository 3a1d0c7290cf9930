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
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import java.util.List;
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
