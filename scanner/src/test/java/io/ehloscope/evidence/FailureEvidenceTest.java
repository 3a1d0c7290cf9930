package io.ehloscope.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyTexts;
import io.ehloscope.smtp.Transcript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureEvidenceTest {

    private static final Set<Reason> NO_ANSWER =
            EnumSet.of(Reason.TIMEOUT, Reason.CLOSED, Reason.RESET, Reason.TRUNCATED);

    /** Only a missing answer to HELO after a permanent refusal of EHLO becomes that refusal. */
    @ParameterizedTest
    @EnumSource(Reason.class)
    void refusalOfEhloReplacesOnlyAMissingAnswerToHelo(Reason reason) {
        for (Stage stage : Stage.values()) {
            for (String refusal : new String[] {"550 no", "450 later", null}) {
                ProbeOutcome.Failed failed = failed(stage, reason, "220 hi", refusal);
                boolean expected = stage == Stage.HELO && NO_ANSWER.contains(reason) && "550 no".equals(refusal);
                ProbeOutcome weighed = FailureEvidence.weighed(failed);
                if (expected) {
                    Failure failure = ((ProbeOutcome.Failed) weighed).failure();
                    assertThat(failure)
                            .isEqualTo(new Failure(
                                    Stage.EHLO,
                                    Reason.REJECTED_PERMANENTLY,
                                    "rejected permanently: 550 no",
                                    550,
                                    null));
                    assertThat(weighed.observation().laterFailure()).isEqualTo(failed.failure());
                    assertThat(FailureEvidence.weighed(weighed)).as("twice").isEqualTo(weighed);
                } else {
                    assertThat(weighed).isSameAs(failed);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "220 Microsoft FTP Service  | -                       | REJECTED_TEMPORARILY | NOT_SMTP",
                "220 Microsoft FTP Service  | 530 Not logged in.      | TIMEOUT              | NOT_SMTP",
                "220 FileZilla Server 1.2   | 530 x                   | REJECTED_PERMANENTLY | NOT_SMTP",
                "220 (vsFTPd 3.0.3)         | 530 x                   | CLOSED               | NOT_SMTP",
                "220 mail LMTP              | 500 x                   | REJECTED_PERMANENTLY | NOT_SMTP",
                "-                          | 500 Use LHLO            | REJECTED_PERMANENTLY | NOT_SMTP",
                "-                          | 500 5.5.1 Use LHLO      | REJECTED_PERMANENTLY | NOT_SMTP",
                "201 news                   | 500 x                   | REJECTED_PERMANENTLY | NOT_SMTP",
                "201 news                   | 450 x                   | REJECTED_TEMPORARILY | REJECTED_TEMPORARILY",
                "220 ftp.example.com ready  | 530 x                   | REJECTED_PERMANENTLY | REJECTED_PERMANENTLY",
                "220 ftp-gw.example.com SMTP| 530 x                   | REJECTED_PERMANENTLY | REJECTED_PERMANENTLY",
                "220 mail ESMTP Lmtpd       | 550 x                   | REJECTED_PERMANENTLY | REJECTED_PERMANENTLY",
                "220 mail                   | 550 5.7.1 not logged in | REJECTED_PERMANENTLY | REJECTED_PERMANENTLY",
                "220 mail                   | 550 x                   | REJECTED_PERMANENTLY | REJECTED_PERMANENTLY",
                "220 Microsoft FTP Service  | 530 x                   | OVERLOADED           | OVERLOADED",
                "220 Microsoft FTP Service  | 530 x                   | TOO_LARGE            | TOO_LARGE"
            })
    void otherProtocolIsNotSmtp(@Nullable String greeting, @Nullable String refusal, Reason reason, Reason expected) {
        ProbeOutcome weighed = FailureEvidence.weighed(failed(Stage.HELO, reason, greeting, refusal));
        assertThat(((ProbeOutcome.Failed) weighed).failure().reason()).isEqualTo(expected);
    }

    @Test
    void failuresBeforeAnyReplyKeepTheirReason() {
        for (Stage stage : List.of(Stage.DNS, Stage.CONNECT, Stage.TLS, Stage.STARTTLS, Stage.QUIT)) {
            ProbeOutcome failed = failed(stage, Reason.REJECTED_PERMANENTLY, "220 FTP server", "530 x");
            assertThat(FailureEvidence.weighed(failed)).isSameAs(failed);
        }
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "220 FTP server ready  | 202 Command not implemented | false",
                "220 mail LMTP         | 250 mail                    | false",
                "220 FTP server ready  | 250 SIZE                    | true",
                "220 mail ESMTP        | 250 mail                    | true",
                "220 ftp.example.com   | 250 ftp.example.com         | true"
            })
    void answerWithoutAVerbIsNoAnswerOfAnotherProtocol(String greeting, String ehlo, boolean answered) {
        ProbeOutcome outcome = new ProbeOutcome.Answered(new Observation(
                null,
                ReplyTexts.reply(greeting),
                EhloReply.of(ReplyTexts.reply(ehlo)),
                null,
                null,
                null,
                null,
                null,
                Timings.NONE,
                Transcript.EMPTY,
                List.of()));
        ProbeOutcome weighed = FailureEvidence.weighed(outcome);
        if (answered) {
            assertThat(weighed).isSameAs(outcome);
        } else {
            assertThat(weighed)
                    .isInstanceOfSatisfying(
                            ProbeOutcome.Failed.class,
                            failed -> assertThat(failed.failure())
                                    .extracting(Failure::stage, Failure::reason)
                                    .containsExactly(Stage.EHLO, Reason.NOT_SMTP));
        }
    }

    /** The sentence quotes what names the other protocol, and what happened then. */
    @ParameterizedTest(name = "{1} | {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "HELO     | 220 mail LMTP | 500 x        | the server speaks LMTP (RFC 2033), not SMTP: 220 mail LMTP; then: what happened",
                "GREETING | 220 mail LMTP | -            | the server speaks LMTP (RFC 2033), not SMTP: 220 mail LMTP",
                "HELO     | 220 mail      | 500 Use LHLO | the server speaks LMTP (RFC 2033), not SMTP: 500 Use LHLO",
                "HELO     | 201 news      | 500 x        | the greeting has reply code 201 instead of 220, as no SMTP server sends it: 201 news; then: what happened",
                "HELO     | 554 no        | 500 x        | what happened",
                "HELO     | -             | 500 x        | what happened"
            })
    void sentenceNamesTheOtherProtocol(
            Stage stage, @Nullable String greeting, @Nullable String refusal, String sentence) {
        ProbeOutcome weighed = FailureEvidence.weighed(failed(stage, Reason.REJECTED_PERMANENTLY, greeting, refusal));
        assertThat(((ProbeOutcome.Failed) weighed).failure().detail()).isEqualTo(sentence);
    }

    /** A connection that begins with TLS has its only EHLO reply inside TLS. */
    @Test
    void replyInsideTlsCountsLikeOneInTheClear() {
        EhloReply none = EhloReply.of(ReplyTexts.reply("250 mail"));
        EhloReply some = EhloReply.of(ReplyTexts.reply("250-mail\n250 SIZE"));

        assertThat(FailureEvidence.weighed(answered(null, some))).isInstanceOf(ProbeOutcome.Answered.class);
        assertThat(FailureEvidence.weighed(answered(none, some))).isInstanceOf(ProbeOutcome.Answered.class);
        assertThat(FailureEvidence.weighed(answered(some, none))).isInstanceOf(ProbeOutcome.Answered.class);
        assertThat(stageOf(answered(null, none))).isEqualTo(Stage.EHLO_TLS);
        assertThat(stageOf(answered(none, none))).isEqualTo(Stage.EHLO);
        assertThat(stageOf(answered(none, null))).isEqualTo(Stage.EHLO);
    }

    private static Stage stageOf(ProbeOutcome outcome) {
        return ((ProbeOutcome.Failed) FailureEvidence.weighed(outcome))
                .failure()
                .stage();
    }

    private static ProbeOutcome answered(@Nullable EhloReply ehlo, @Nullable EhloReply inside) {
        return new ProbeOutcome.Answered(new Observation(
                null,
                ReplyTexts.reply("220 mail LMTP"),
                ehlo,
                null,
                null,
                null,
                inside,
                null,
                Timings.NONE,
                Transcript.EMPTY,
                List.of()));
    }

    private static ProbeOutcome.Failed failed(
            Stage stage, Reason reason, @Nullable String greeting, @Nullable String refusal) {
        return new ProbeOutcome.Failed(
                Failure.of(stage, reason, "what happened"),
                new Observation(
                        null,
                        reply(greeting),
                        null,
                        reply(refusal),
                        null,
                        null,
                        null,
                        null,
                        Timings.NONE,
                        Transcript.EMPTY,
                        List.of()));
    }

    private static @Nullable Reply reply(@Nullable String text) {
        return text == null ? null : ReplyTexts.reply(text);
    }
}
