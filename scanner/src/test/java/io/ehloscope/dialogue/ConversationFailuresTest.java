package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a dialogue fails: at which stage, for which reason, and with which observation. */
class ConversationFailuresTest {

    /** EHLO is refused for good: HELO without an answer changes nothing about that. */
    @Test
    void refusedEhloIsTheFailureIfHeloGetsNoAnswer() {
        Map<Reason, UnaryOperator<ScriptedDialogue>> ends = Map.of(
                Reason.CLOSED, ScriptedDialogue::serverCloses,
                Reason.RESET, play -> play.connectionBreaks(Reason.RESET),
                Reason.TIMEOUT, play -> play.timePasses(Duration.ofSeconds(10)),
                Reason.TRUNCATED, play -> play.server("250-mail").serverCloses());
        ends.forEach((reason, end) -> {
            ScriptedDialogue play = ScriptedDialogue.begin()
                    .server("220 hi")
                    .server("550 5.7.1 Huh?")
                    .sends("HELO scanner.example.com");
            Failure failure = end.apply(play).failed(Stage.EHLO, Reason.REJECTED_PERMANENTLY);
            assertThat(failure.detail()).isEqualTo("rejected permanently: 550 5.7.1 Huh?");
            assertThat(failure.code()).isEqualTo(550);
            assertThat(failure.enhancedCode()).isEqualTo("5.7.1");
            assertThat(play.seen().laterFailure())
                    .extracting(Failure::stage, Failure::reason)
                    .containsExactly(Stage.HELO, reason);
        });
    }

    @Test
    void heloThatIsDeferredIsADeferral() {
        ScriptedDialogue.begin()
                .server("220 hi")
                .server("550 Huh?")
                .server("421 try later")
                .sends("QUIT")
                .serverCloses()
                .failed(Stage.HELO, Reason.REJECTED_TEMPORARILY);
    }

    /** 521 ends the session (RFC 7504); every other permanent refusal of EHLO allows HELO. */
    @Test
    void heloIsNotSentAfter521() {
        ScriptedDialogue.begin()
                .server("220 hi")
                .server("521 we accept no mail")
                .sends("QUIT")
                .serverCloses()
                .failed(Stage.EHLO, Reason.REJECTED_PERMANENTLY);
    }

    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "220 (vsFTPd 3.0.3)                     | 530 Please login with USER and PASS. | 530 Please login with USER and PASS. | FTP",
                "220 ProFTPD 1.3.5 Server ready         | 500 EHLO not understood              | 500 HELO not understood              | FTP",
                "220 Welcome to Pure-FTPd               | 530 You aren't logged in             | 530 You aren't logged in             | FTP",
                "220 Microsoft FTP Service              | 500 'EHLO x': command not understood | 500 'HELO x': command not understood | FTP",
                "220 files.example.com ready            | 530 Not logged in.                   | 530 Not logged in.                   | FTP",
                "220 x FTP server (Version 6.4) ready.  | 503 Login with USER first.           | -                                    | FTP",
                "220 mail LMTP server ready             | 500 what?                            | 500 what?                            | LMTP (RFC 2033)",
                "220 mail Dovecot ready.                | 500 5.5.1 This is LMTP, use LHLO     | 500 5.5.1 This is LMTP, use LHLO     | LMTP (RFC 2033)",
                "220 mail ready                         | 500 this is LMTP: use LHLO           | -                                    | LMTP (RFC 2033)",
                "200 news.example.com NNRP ready        | 500 What?                            | 500 What?                            | NNTP"
            })
    void protocolThatNamesItselfIsNotSmtp(String greeting, String ehlo, @Nullable String helo, String name) {
        ScriptedDialogue play =
                ScriptedDialogue.begin().server(greeting).server(ehlo).sends("HELO scanner.example.com");
        Failure failure = helo == null
                ? play.serverCloses().failed(Stage.HELO, Reason.NOT_SMTP)
                : play.server(helo).sends("QUIT").server("221 bye").failed(Stage.HELO, Reason.NOT_SMTP);
        assertThat(failure.detail()).startsWith("the server speaks " + name + ", not SMTP: ");
    }

    @Test
    void greetingWithAnotherCodeIsNotSmtpIfNothingIsAccepted() {
        assertThat(ScriptedDialogue.begin()
                        .server("200 hello, who are you?")
                        .server("500 Username required.")
                        .server("500 Username required.")
                        .server("200 bye")
                        .failed(Stage.HELO, Reason.NOT_SMTP)
                        .detail())
                .startsWith("the greeting has reply code 200 instead of 220");
        assertThat(ScriptedDialogue.begin()
                        .server("250 hello")
                        .server("250-mail", "250 SIZE")
                        .server("221 bye")
                        .answered()
                        .ehlo()
                        .verbs()
                        .keys())
                .containsExactly("SIZE");
    }

    /** The words of other protocols mean nothing in a greeting that names SMTP, and in the name of a host. */
    @ParameterizedTest
    @CsvSource({
        "220 ftp.example.com ready, 550 no",
        "220 ftp.example.com ESMTP Postfix, 530 5.7.0 Must issue a STARTTLS command first",
        "220 mail ESMTP FTP gateway, 550 no",
        "220 mail, 530 5.7.0 not logged in",
        "220 mail ESMTP LMTP, 550 5.7.1 blocked",
        "220 mail, 530 Authentication required"
    })
    void refusedSmtpStaysARefusal(String greeting, String refusal) {
        ScriptedDialogue.begin()
                .server(greeting)
                .server(refusal)
                .server(refusal)
                .sends("QUIT")
                .server("221 bye")
                .failed(Stage.HELO, Reason.REJECTED_PERMANENTLY);
    }

    @Test
    void refusedGreetingOfAnotherProtocolIsNotSmtp() {
        ScriptedDialogue.begin()
                .server("421 Microsoft FTP Service unavailable")
                .server("221 bye")
                .failed(Stage.GREETING, Reason.NOT_SMTP);
        ScriptedDialogue.begin()
                .server("500 OOPS: vsftpd: cannot bind")
                .serverCloses()
                .failed(Stage.GREETING, Reason.NOT_SMTP);
    }

    @Test
    void anotherProtocolThatAcceptsEhloWithoutAVerbIsNotSmtp() {
        ScriptedDialogue.begin()
                .server("220 Welcome to the FTP service")
                .server("202 Command not implemented")
                .sends("QUIT")
                .server("221 bye")
                .failed(Stage.EHLO, Reason.NOT_SMTP);
        assertThat(ScriptedDialogue.begin()
                        .server("220 mail LMTP")
                        .server("250-mail", "250 SIZE")
                        .server("221 bye")
                        .answered()
                        .ehlo()
                        .verbs()
                        .keys())
                .as("LMTP accepts no EHLO, so this is no LMTP, whatever it says")
                .containsExactly("SIZE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "200:Ok",
                "220OK",
                "250OK",
                "250-mail\r\n550 no",
                "250-mail\r\n220 SIZE",
                "250-mail\r\nSIZE 1000\r\n250 OK",
                "250-mail\r\n250=SIZE",
                "250-mail\r\n+OK",
                "550-no\r\n250 ok",
                "+OK",
                "* OK"
            })
    void replyThatBreaksTheGrammarIsNotSmtp(String reply) {
        for (int step = 0; step < 3; step++) {
            ScriptedDialogue play = ScriptedDialogue.begin();
            if (step > 0) {
                play.server("220 hi").sends("EHLO scanner.example.com");
            }
            if (step > 1) {
                play.server("550 Huh?").sends("HELO scanner.example.com");
            }
            play.server(reply)
                    .failed(List.of(Stage.GREETING, Stage.EHLO, Stage.HELO).get(step), Reason.NOT_SMTP);
            assertThat(play.seen().ehlo()).isNull();
        }
    }

    @Test
    void timeoutAfterTheGreetingSendsAndRecordsQuit() {
        ScriptedDialogue play = ScriptedDialogue.begin().server("220 hi").timePasses(Duration.ofSeconds(30));
        assertThat(play.failed(Stage.EHLO, Reason.TIMEOUT).detail()).isEqualTo("no reply within 10 s");
        assertThat(play.seen().transcript().entries())
                .extracting(Transcript.Entry::line)
                .last()
                .isEqualTo("QUIT");
    }

    @Test
    void heloIsNotSentAfter421() {
        var failure = ScriptedDialogue.begin()
                .server("220 hi")
                .server("421 4.7.0 try later")
                .sends("QUIT")
                .serverCloses()
                .failed(Stage.EHLO, Reason.REJECTED_TEMPORARILY);
        assertThat(failure.code()).isEqualTo(421);
    }

    @Test
    void tooManyConnectionsIsRateLimiting() {
        ScriptedDialogue.begin()
                .server("421 4.7.0 Error: too many connections from 192.0.2.1")
                .sends("QUIT")
                .serverCloses()
                .failed(Stage.GREETING, Reason.RATE_LIMITED);
    }

    @Test
    void aGreetingOf554IsARejection() {
        var failure = ScriptedDialogue.begin()
                .server("554-mx.example.com", "554 poor reputation")
                .sends("QUIT")
                .server("221 bye")
                .failed(Stage.GREETING, Reason.REJECTED_PERMANENTLY);
        assertThat(failure.detail()).contains("poor reputation");
    }

    @Test
    void rejectedEhloAndHeloIsARejection() {
        ScriptedDialogue.begin()
                .server("220 hi")
                .server("502 no")
                .server("502 no")
                .sends("QUIT")
                .server("221 bye")
                .failed(Stage.HELO, Reason.REJECTED_PERMANENTLY);
    }

    @Test
    void anotherProtocolIsNotSmtp() {
        ScriptedDialogue.begin().server("SSH-2.0-OpenSSH_9.2").failed(Stage.GREETING, Reason.NOT_SMTP);
        ScriptedDialogue.begin().server("354 go ahead").failed(Stage.GREETING, Reason.NOT_SMTP);
    }

    @Test
    void aReplyThatBreaksOffIsTruncated() {
        ScriptedDialogue play = ScriptedDialogue.begin()
                .server("220 hi")
                .server("250-mail", "250-XEXCH50")
                .serverCloses();
        play.failed(Stage.EHLO, Reason.TRUNCATED);
        assertThat(play.seen().ehlo()).isNull();
        assertThat(play.seen().transcript().entries())
                .extracting(Transcript.Entry::line)
                .contains("250-XEXCH50");
    }

    @Test
    void aReplyThatStopsIsATimeoutAtItsStage() {
        var failure = ScriptedDialogue.begin()
                .server("220 hi")
                .server("250-Hello, pleased to meet you")
                .timePasses(Duration.ofSeconds(10))
                .failed(Stage.EHLO, Reason.TIMEOUT);
        assertThat(failure.detail()).isEqualTo("the reply began, and did not end within 10 s");
    }

    @Test
    void silenceIsATimeoutAtItsStage() {
        ScriptedDialogue.begin().timePasses(Duration.ofSeconds(20)).failed(Stage.GREETING, Reason.TIMEOUT);
        ScriptedDialogue.begin()
                .server("220 hi")
                .timePasses(Duration.ofSeconds(10))
                .failed(Stage.EHLO, Reason.TIMEOUT);
        ScriptedDialogue.beforeConnect().timePasses(Duration.ofSeconds(5)).failed(Stage.CONNECT, Reason.TIMEOUT);
    }

    @Test
    void slowBytesDoNotExtendTheStage() {
        ScriptedDialogue play = ScriptedDialogue.begin();
        for (int i = 0; i < 199; i++) {
            play.serverBytes("2").timePasses(Duration.ofMillis(100)).sendsNothing();
        }
        play.timePasses(Duration.ofMillis(100)).failed(Stage.GREETING, Reason.TIMEOUT);
    }

    @Test
    void closingWithoutAReplyIsClosed() {
        ScriptedDialogue.begin().serverCloses().failed(Stage.GREETING, Reason.CLOSED);
        ScriptedDialogue.begin().server("220 hi").serverCloses().failed(Stage.EHLO, Reason.CLOSED);
    }

    @Test
    void aResetKeepsItsStage() {
        ScriptedDialogue.begin().connectionBreaks(Reason.RESET).failed(Stage.GREETING, Reason.RESET);
        ScriptedDialogue.beforeConnect().connectionBreaks(Reason.REFUSED).failed(Stage.CONNECT, Reason.REFUSED);
        ScriptedDialogue.beforeConnect().connectionBreaks(Reason.RESET).failed(Stage.GREETING, Reason.RESET);
    }

    @Test
    void endlessVerbsAreTooLarge() {
        ScriptedDialogue play = ScriptedDialogue.begin().server("220 hi");
        play.server("250-X\r\n".repeat(10_000)).failed(Stage.EHLO, Reason.TOO_LARGE);
        assertThat(play.seen().transcript().entries()).hasSizeLessThanOrEqualTo(Transcript.MAX_LINES);
    }

    @Test
    void endlessLastLinesAreTooLarge() {
        ScriptedDialogue.begin()
                .server("220 hi")
                .server("250 X\r\n".repeat(10_000))
                .failed(Stage.EHLO, Reason.TOO_LARGE);
    }

    @Test
    void replyToQuitDoesNotChangeTheOutcome() {
        ScriptedDialogue.begin()
                .server("554 5.7.1 blocked")
                .sends("QUIT")
                .server("go away")
                .failed(Stage.GREETING, Reason.REJECTED_PERMANENTLY);
        ScriptedDialogue.begin()
                .server("421 too many connections")
                .server("bye")
                .failed(Stage.GREETING, Reason.RATE_LIMITED);
        assertThat(ScriptedDialogue.begin()
                        .server("220 hi")
                        .server("502 no")
                        .server("250 mail")
                        .server("bye")
                        .answered()
                        .helo())
                .isNotNull();
    }
}
