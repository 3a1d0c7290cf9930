package io.ehloscope.classify;

import static io.ehloscope.smtp.ReplyTexts.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.Transcript;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dialogues that ended without an answer, and what arrived before. */
class FailuresTest {

    private static final String PORT_465 = "Port 465 usually speaks TLS from the first byte: set tls: implicit.";

    /** Only a permanent refusal of EHLO after a masked greeting shows that the mask caused the failure. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"500 unrecognized, MASKED", "550 no, MASKED", "450 later, UNREACHABLE", "-, UNREACHABLE"})
    void maskedGreetingExplainsAPermanentRefusalOfEhlo(@Nullable String refusal, Verdict verdict) {
        assertThat(assess(Reason.TIMEOUT, Stage.HELO, 25, seen(Samples.STARRED, refusal, null, null))
                        .verdict())
                .isEqualTo(verdict);
    }

    /** If HELO brought no reply, the permanent refusal of EHLO decides. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "550 no, TIMEOUT, REFUSED",
                "550 no, CLOSED, REFUSED",
                "550 no, NOT_SMTP, UNREACHABLE",
                "550 no, REJECTED_TEMPORARILY, DEFERRED",
                "450 later, TIMEOUT, UNREACHABLE",
                "-, TIMEOUT, UNREACHABLE"
            })
    void refusalOfEhloDecidesIfHeloBroughtNoReply(@Nullable String refusal, Reason reason, Verdict verdict) {
        Assessment assessment = assess(reason, Stage.HELO, 25, seen("220 h", refusal, null, null));
        assertThat(assessment.verdict()).isEqualTo(verdict);
        assertThat(assessment
                        .reasons()
                        .contains("EHLO is refused with \"550 no\", and HELO got no answer: what happened"))
                .isEqualTo(verdict == Verdict.REFUSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "HELO | 500 what | 500 | The server knows neither EHLO nor HELO",
                "HELO | 502 what | 502 | The server knows neither EHLO nor HELO",
                "HELO | 500 what | 550 | The server sends a greeting, but refuses to go on",
                "HELO | 550 no   | 500 | The server sends a greeting, but refuses to go on",
                "HELO | -        | 500 | The server sends a greeting, but refuses to go on",
                "HELO | 500 what | -   | The server sends a greeting, but refuses to go on",
                "EHLO | 500 what | 500 | The server sends a greeting, but refuses to go on",
                "EHLO | -        | 530 | The code 530 usually means that the server wants TLS or a login first.",
                "EHLO | -        | 550 | The server sends a greeting, but refuses to go on",
                "EHLO | -        | -   | The server sends a greeting, but refuses to go on"
            })
    void refusalIsExplained(Stage stage, @Nullable String ehlo, @Nullable Integer code, String explained) {
        Failure failure = new Failure(stage, Reason.REJECTED_PERMANENTLY, "what happened", code, null);
        Assessment assessment = Samples.CLASSIFIER.assess(
                new ProbeOutcome.Failed(failure, seen("220 h", ehlo, null, null)), Expectation.of("auto", 25));
        assertThat(assessment.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(assessment.reasons()).hasSize(2);
        assertThat(assessment.reasons().get(1)).startsWith(explained);
    }

    @ParameterizedTest
    @CsvSource({"HELO, true", "QUIT, false", "STARTTLS, false"})
    void failureOfHeloAfterARefusalIsReported(Stage later, boolean reported) {
        Failure failure = Failure.of(later, Reason.CLOSED, "connection closed");
        Assessment assessment =
                assess(Reason.REJECTED_PERMANENTLY, Stage.EHLO, 25, seen("220 h", "550 no", null, failure));
        assertThat(assessment.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(assessment
                        .reasons()
                        .contains("HELO, sent after the refusal, got no complete answer: connection closed"))
                .isEqualTo(reported);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "465, -, TIMEOUT, true",
                "465, 220 h, NOT_SMTP, true",
                "465, 220 h, TIMEOUT, false",
                "25, -, TIMEOUT, false",
                "587, -, NOT_SMTP, false"
            })
    void silentPort465GetsAHint(int port, @Nullable String greeting, Reason reason, boolean hint) {
        assertThat(assess(reason, Stage.GREETING, port, seen(greeting, null, null, null))
                        .reasons()
                        .contains(PORT_465))
                .isEqualTo(hint);
    }

    @Test
    void weakTlsIsReportedAlthoughNoReplyArrived() {
        PeerCertificate leaf = new PeerCertificate(
                "CN=mail",
                List.of("mail"),
                "CN=ca",
                Instant.EPOCH,
                Instant.parse("9999-12-31T23:59:59Z"),
                "RSA",
                1024,
                "SHA256withRSA");
        PeerTls tls = new PeerTls("TLSv1.3", "TLS_AES_256_GCM_SHA384", null, List.of(leaf), List.of(), true);
        assertThat(assess(Reason.TIMEOUT, Stage.GREETING, 465, seen(null, null, tls, null))
                        .reasons())
                .containsExactly(
                        "what happened",
                        "The certificate has a key of RSA 1024 bits, fewer than the 2048 that are safe.");
    }

    private static Assessment assess(Reason reason, Stage stage, int port, Observation seen) {
        return Samples.CLASSIFIER.assess(
                new ProbeOutcome.Failed(Failure.of(stage, reason, "what happened"), seen),
                Expectation.of("auto", port));
    }

    private static Observation seen(
            @Nullable String greeting, @Nullable String refusal, @Nullable PeerTls tls, @Nullable Failure later) {
        return new Observation(
                null,
                greeting == null ? null : reply(greeting),
                null,
                refusal == null ? null : reply(refusal),
                null,
                null,
                null,
                tls,
                Timings.NONE,
                Transcript.EMPTY,
                List.of(),
                later,
                null);
    }
}
