package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.inventory.Settings.StarttlsMode;
import io.ehloscope.smtp.Transcript;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the dialogue, step by step, without a socket. */
class ConversationTest {

    @Test
    void greetingEhloQuit() {
        var seen = Play.begin()
                .weSayNothing()
                .server("220 mail.example.com ESMTP")
                .weSayEhlo()
                .server("250-mail.example.com Hello", "250-PIPELINING", "250 STARTTLS")
                .weSay("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("PIPELINING", "STARTTLS");
        assertThat(seen.starttls()).isEqualTo(Starttls.OFFERED);
        assertThat(seen.timings().stages()).containsKeys(Stage.CONNECT, Stage.GREETING, Stage.EHLO, Stage.QUIT);
    }

    @Test
    void nothingIsSaidBeforeTheWholeGreetingIsIn() {
        Play.begin()
                .server("220-mail.example.com")
                .weSayNothing()
                .server("220 ready")
                .weSayEhlo();
    }

    @Test
    void theGreetingMayBeSlow() {
        Play.begin()
                .timePasses(Duration.ofSeconds(19))
                .weSayNothing()
                .server("220 hi")
                .weSayEhlo();
    }

    @Test
    void aVerbBehindTheSeemingEndInTheSameBytesBelongsToTheList() {
        var seen = Play.begin()
                .server("220 hi")
                .server("250-mail", "250 DSN", "250 AUTH=LOGIN", "250 TLS")
                .weSay("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN", "AUTH=LOGIN", "TLS");
    }

    @Test
    void aVerbBehindTheSeemingEndThatComesLaterBelongsToTheList() {
        var seen = Play.begin()
                .server("220 hi")
                .server("250-mail", "250 DSN")
                .weSay("QUIT")
                .server("250 STARTTLS")
                .weSayNothing()
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN", "STARTTLS");
        assertThat(seen.starttls()).isEqualTo(Starttls.OFFERED);
    }

    @Test
    void aGoodbyeWithTheWrongCodeIsNoVerb() {
        var seen = Play.begin()
                .server("220 hi")
                .server("250-mail", "250 DSN")
                .server("250 bye")
                .serverCloses()
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN");
    }

    @Test
    void aStrayBitBehindTheReplyDelaysNothing() {
        Play.begin().server("220 hi").serverBytes("250-mail\r\n250 DSN\r\n25").weSay("QUIT");
    }

    @Test
    void ehloAnsweredWithAnother220IsTaken() {
        var seen = Play.begin()
                .server("220 hello")
                .server("220 go on...")
                .weSay("QUIT")
                .serverCloses()
                .answered();
        assertThat(seen.ehlo().verbs().isEmpty()).isTrue();
    }

    @Test
    void bytesBehindTheGreetingAreDroppedAndReported() {
        var seen = Play.begin()
                .server("220 hi", "250-evil", "250 INJECTED")
                .weSayEhlo()
                .server("250-mail", "250 DSN")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN");
        assertThat(seen.remarks()).anyMatch(remark -> remark.contains("before anything was asked"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 550})
    void heloIsSaidWhereEhloIsUnknown(int code) {
        var seen = Play.begin()
                .server("220 hi")
                .server(code + " what?")
                .weSay("HELO scanner.example.com")
                .server("250 mail")
                .weSay("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo()).isNull();
        assertThat(seen.helo()).isNotNull();
        assertThat(seen.ehloRefusal().code()).isEqualTo(code);
    }

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
    void howItEndsAfterQuitIsNoFault() {
        Play.begin()
                .server("220 hi")
                .server("250 mail")
                .connectionBreaks(Reason.RESET)
                .answered();
        Play.begin()
                .server("220 hi")
                .server("250 mail")
                .timePasses(Duration.ofSeconds(2))
                .answered();
        Play.begin().server("220 hi").server("250 mail").serverCloses().answered();
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
    void starttlsIsNotAskedForUnlessWanted() {
        var off = Play.begin(StarttlsMode.OFF)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .weSay("QUIT")
                .server("221 bye")
                .answered();
        assertThat(off.starttls()).isNull();
        Play.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 DSN")
                .weSay("QUIT");
    }

    @Test
    void whatIsSaidInTheClearBehindStarttlsIsDroppedAndReported() {
        Play play = Play.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .weSay("STARTTLS")
                .server("220 go", "250-evil", "250 INJECTED")
                .weSecure()
                .handshakeFails();
        var seen = play.answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("STARTTLS");
        assertThat(seen.remarks()).anyMatch(remark -> remark.contains("CVE-2011-0411"));
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
    }

    @Test
    void aFailedHandshakeKeepsThePlainVerbs() {
        var seen = Play.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250-XEXCH50", "250 STARTTLS")
                .server("220 go")
                .weSecure()
                .handshakeFails()
                .answered();
        assertThat(seen.ehlo().verbs().has("XEXCH50")).isTrue();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
        assertThat(seen.remarks()).anyMatch(remark -> remark.contains("no common version"));
    }

    @Test
    void starttlsThatIsRefusedEndsPolitely() {
        var seen = Play.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("454 TLS not available due to temporary reason")
                .weSay("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
    }

    @Test
    void nothingFedAfterTheEndChangesTheOutcome() {
        Play play = Play.begin().server("220 hi").server("250 mail").server("221 bye");
        var before = play.answered();
        play.server("500 what").serverCloses().timePasses(Duration.ofMinutes(5));
        assertThat(play.answered()).isSameAs(before);
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

    @Test
    void aLateVerbBeforeAnErrorReplyToQuitBelongsToTheList() {
        var seen = Play.begin()
                .server("220 hi")
                .server("250-mail", "250 DSN")
                .server("250 XEXCH50")
                .server("500 what?")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN", "XEXCH50");
    }

    @Test
    void theListInsideTlsMayStrayLikeTheOther() {
        var seen = Play.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("220 go")
                .weSecure()
                .secured()
                .weSayEhlo()
                .server("250 mail", "250 AUTH NTLM", "250 XEXCH50")
                .weSay("QUIT")
                .server("250 XRDST")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("STARTTLS");
        assertThat(seen.ehloTls().verbs().keys()).containsExactly("AUTH", "XEXCH50", "XRDST");
    }

    @Test
    void whereTlsComesFirstAllIsSaidInsideIt() {
        var seen = Play.beginWithTls()
                .weSecure()
                .secured()
                .weSayNothing()
                .server("220 mail.example.com ESMTP")
                .weSayEhlo()
                .server("250-mail", "250 AUTH LOGIN")
                .weSay("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo()).isNull();
        assertThat(seen.ehloTls().verbs().keys()).containsExactly("AUTH");
        assertThat(seen.starttls()).isNull();
        assertThat(seen.timings().stages().keySet())
                .containsExactly(Stage.CONNECT, Stage.GREETING, Stage.TLS, Stage.EHLO_TLS, Stage.QUIT);
    }

    @Test
    void whereTlsComesFirstItsFailureIsTheEnd() {
        Play.beginWithTls().weSecure().handshakeFails().failed(Stage.TLS, Reason.TLS_FAILED);
        Play.beginWithTls().serverCloses().failed(Stage.TLS, Reason.CLOSED);
        Play.beginWithTls().timePasses(Duration.ofSeconds(10)).failed(Stage.TLS, Reason.TIMEOUT);
        Play.beginWithTls().secured().serverCloses().failed(Stage.GREETING, Reason.CLOSED);
        Play.beginWithTls()
                .secured()
                .server("220 hi")
                .server("250-mail")
                .serverCloses()
                .failed(Stage.EHLO_TLS, Reason.TRUNCATED);
        Play.beginWithTls()
                .secured()
                .server("220 hi")
                .server("250-X\r\n".repeat(10_000))
                .failed(Stage.EHLO_TLS, Reason.TOO_LARGE);
    }

    @Test
    void heloIsSaidInsideTlsToo() {
        var seen = Play.beginWithTls()
                .secured()
                .server("220 hi")
                .server("502 what?")
                .weSay("HELO scanner.example.com")
                .server("250 mail")
                .weSay("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.helo()).isNotNull();
        assertThat(seen.ehloRefusal().code()).isEqualTo(502);
    }

    @Test
    void whatComesInsideTlsBeforeWeAskedIsNoAnswer() {
        var seen = Play.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("220 go")
                .weSecure()
                .server("250-evil", "250 INJECTED")
                .weSayNothing()
                .secured()
                .weSayEhlo()
                .server("250-mail", "250 DSN")
                .server("221 bye")
                .answered();
        assertThat(seen.ehloTls().verbs().keys()).containsExactly("DSN");
        assertThat(seen.remarks()).anyMatch(remark -> remark.contains("inside TLS before anything was asked"));
    }

    @Test
    void theScannersOwnTimeIsNotTheServers() {
        Play play = Play.beginWithTls().timePasses(Duration.ofSeconds(9)).ownTime(Duration.ofSeconds(8));
        play.timePasses(Duration.ofSeconds(8)).weSecure();
        play.timePasses(Duration.ofSeconds(1)).failed(Stage.TLS, Reason.TIMEOUT);
    }

    @Test
    void aScannerThatNeverCameToTheHandshakeIsOverloaded() {
        Play.beginWithTls()
                .ownTime(Duration.ofSeconds(70))
                .timePasses(Duration.ofSeconds(60))
                .failed(Stage.TLS, Reason.OVERLOADED);
        var seen = Play.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("220 go")
                .ownTime(Duration.ofSeconds(70))
                .timePasses(Duration.ofSeconds(60))
                .answered();
        assertThat(seen.starttls()).isEqualTo(Starttls.OFFERED);
        assertThat(seen.remarks()).anyMatch(remark -> remark.contains("on the scanner's own machine"));
    }
}
