package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.Transcript;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a dialogue fails: at which stage, for which reason, and with which observation. */
class ConversationFailuresTest {

    @Test
    void closeAfterRejectedEhloIsClosedAtHelo() {
        ScriptedDialogue.begin()
                .server("220 hi")
                .server("550 Huh?")
                .sends("HELO scanner.example.com")
                .serverCloses()
                .failed(Stage.HELO, Reason.CLOSED);
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
