package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.Transcript;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a dialogue fails: at which stage, for which reason, and what is kept of it. */
class ConversationFailuresTest {

    @Test
    void aServerThatHangsUpOnEhloIsClosedAtHelo() {
        Play.begin()
                .server("220 hi")
                .server("550 Huh?")
                .weSay("HELO scanner.example.com")
                .serverCloses()
                .failed(Stage.HELO, Reason.CLOSED);
    }

    @Test
    void whoeverLeavesAfterTheGreetingSaysQuitAndWritesItDown() {
        Play play = Play.begin().server("220 hi").timePasses(Duration.ofSeconds(30));
        assertThat(play.failed(Stage.EHLO, Reason.TIMEOUT).detail()).isEqualTo("no reply within 10 s");
        assertThat(play.seen().transcript().entries())
                .extracting(Transcript.Entry::line)
                .last()
                .isEqualTo("QUIT");
    }

    @Test
    void heloIsNotSaidAfter421() {
        var failure = Play.begin()
                .server("220 hi")
                .server("421 4.7.0 try later")
                .weSay("QUIT")
                .serverCloses()
                .failed(Stage.EHLO, Reason.REJECTED_TEMPORARILY);
        assertThat(failure.code()).isEqualTo(421);
    }

    @Test
    void tooManyConnectionsIsRateLimiting() {
        Play.begin()
                .server("421 4.7.0 Error: too many connections from 192.0.2.1")
                .weSay("QUIT")
                .serverCloses()
                .failed(Stage.GREETING, Reason.RATE_LIMITED);
    }

    @Test
    void aGreetingOf554IsARefusal() {
        var failure = Play.begin()
                .server("554-mx.example.com", "554 poor reputation")
                .weSay("QUIT")
                .server("221 bye")
                .failed(Stage.GREETING, Reason.REJECTED_PERMANENTLY);
        assertThat(failure.detail()).contains("poor reputation");
    }

    @Test
    void bothRefusedIsARefusal() {
        Play.begin()
                .server("220 hi")
                .server("502 no")
                .server("502 no")
                .weSay("QUIT")
                .server("221 bye")
                .failed(Stage.HELO, Reason.REJECTED_PERMANENTLY);
    }

    @Test
    void anotherProtocolIsNotSmtp() {
        Play.begin().server("SSH-2.0-OpenSSH_9.2").failed(Stage.GREETING, Reason.NOT_SMTP);
        Play.begin().server("354 go ahead").failed(Stage.GREETING, Reason.NOT_SMTP);
    }

    @Test
    void aReplyThatBreaksOffIsTruncatedAndNeverAShorterList() {
        Play play =
                Play.begin().server("220 hi").server("250-mail", "250-XEXCH50").serverCloses();
        play.failed(Stage.EHLO, Reason.TRUNCATED);
        assertThat(play.seen().ehlo()).isNull();
        assertThat(play.seen().transcript().entries())
                .extracting(Transcript.Entry::line)
                .contains("250-XEXCH50");
    }

    @Test
    void aReplyThatStopsIsATimeoutAtItsStage() {
        var failure = Play.begin()
                .server("220 hi")
                .server("250-Hello, pleased to meet you")
                .timePasses(Duration.ofSeconds(10))
                .failed(Stage.EHLO, Reason.TIMEOUT);
        assertThat(failure.detail()).isEqualTo("the reply began, and did not end within 10 s");
    }

    @Test
    void silenceIsATimeoutAtItsStage() {
        Play.begin().timePasses(Duration.ofSeconds(20)).failed(Stage.GREETING, Reason.TIMEOUT);
        Play.begin().server("220 hi").timePasses(Duration.ofSeconds(10)).failed(Stage.EHLO, Reason.TIMEOUT);
        Play.beforeConnect().timePasses(Duration.ofSeconds(5)).failed(Stage.CONNECT, Reason.TIMEOUT);
    }

    @Test
    void aByteNowAndThenDoesNotOutliveTheStage() {
        Play play = Play.begin();
        for (int i = 0; i < 199; i++) {
            play.serverBytes("2").timePasses(Duration.ofMillis(100)).weSayNothing();
        }
        play.timePasses(Duration.ofMillis(100)).failed(Stage.GREETING, Reason.TIMEOUT);
    }

    @Test
    void closingWithoutAWordIsClosed() {
        Play.begin().serverCloses().failed(Stage.GREETING, Reason.CLOSED);
        Play.begin().server("220 hi").serverCloses().failed(Stage.EHLO, Reason.CLOSED);
    }

    @Test
    void aResetKeepsItsStage() {
        Play.begin().connectionBreaks(Reason.RESET).failed(Stage.GREETING, Reason.RESET);
        Play.beforeConnect().connectionBreaks(Reason.REFUSED).failed(Stage.CONNECT, Reason.REFUSED);
        Play.beforeConnect().connectionBreaks(Reason.RESET).failed(Stage.GREETING, Reason.RESET);
    }

    @Test
    void endlessVerbsAreTooMuch() {
        Play play = Play.begin().server("220 hi");
        play.server("250-X\r\n".repeat(10_000)).failed(Stage.EHLO, Reason.TOO_LARGE);
        assertThat(play.seen().transcript().entries()).hasSizeLessThanOrEqualTo(Transcript.MAX_LINES);
    }

    @Test
    void endlessLastLinesAreTooMuch() {
        Play.begin().server("220 hi").server("250 X\r\n".repeat(10_000)).failed(Stage.EHLO, Reason.TOO_LARGE);
    }

    @Test
    void whatIsSaidAfterQuitDoesNotChangeARefusal() {
        Play.begin()
                .server("554 5.7.1 blocked")
                .weSay("QUIT")
                .server("go away")
                .failed(Stage.GREETING, Reason.REJECTED_PERMANENTLY);
        Play.begin().server("421 too many connections").server("bye").failed(Stage.GREETING, Reason.RATE_LIMITED);
        assertThat(Play.begin()
                        .server("220 hi")
                        .server("502 no")
                        .server("250 mail")
                        .server("bye")
                        .answered()
                        .helo())
                .isNotNull();
    }
}
