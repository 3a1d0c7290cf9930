package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings.StarttlsMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialogue around a TLS handshake, after STARTTLS and from the first byte, without a socket. */
class ConversationTlsTest {

    @Test
    void starttlsIsNotSentUnlessConfiguredAndOffered() {
        var off = ScriptedDialogue.begin(StarttlsMode.OFF)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(off.starttls()).isNull();
        ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 DSN")
                .sends("QUIT");
    }

    @Test
    void unencryptedBytesAfterStarttlsAreDroppedAndReported() {
        ScriptedDialogue play = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .sends("STARTTLS")
                .server("220 go", "250-evil", "250 INJECTED")
                .startsTls()
                .handshakeFails();
        var seen = play.answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("STARTTLS");
        assertThat(ObservedSentences.of(seen)).anyMatch(remark -> remark.contains("CVE-2011-0411"));
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
    }

    @Test
    void failedHandshakeKeepsTheUnencryptedVerbs() {
        var seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250-XEXCH50", "250 STARTTLS")
                .server("220 go")
                .startsTls()
                .handshakeFails()
                .answered();
        assertThat(seen.ehlo().verbs().has("XEXCH50")).isTrue();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
        assertThat(ObservedSentences.of(seen)).anyMatch(remark -> remark.contains("no common version"));
    }

    @Test
    void rejectedStarttlsIsFollowedByQuit() {
        var seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("454 TLS not available due to temporary reason")
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
    }

    @Test
    void lateVerbsInsideTlsBelongToTheList() {
        var seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("220 go")
                .startsTls()
                .secured()
                .sendsEhlo()
                .server("250 mail", "250 AUTH NTLM", "250 XEXCH50")
                .sends("QUIT")
                .server("250 XRDST")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("STARTTLS");
        assertThat(seen.ehloTls().verbs().keys()).containsExactly("AUTH", "XEXCH50", "XRDST");
    }

    @Test
    void implicitTlsEncryptsTheWholeDialogue() {
        var seen = ScriptedDialogue.beginWithTls()
                .startsTls()
                .secured()
                .sendsNothing()
                .server("220 mail.example.com ESMTP")
                .sendsEhlo()
                .server("250-mail", "250 AUTH LOGIN")
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo()).isNull();
        assertThat(seen.ehloTls().verbs().keys()).containsExactly("AUTH");
        assertThat(seen.starttls()).isNull();
        assertThat(seen.timings().stages().keySet())
                .containsExactly(Stage.CONNECT, Stage.GREETING, Stage.TLS, Stage.EHLO_TLS, Stage.QUIT);
    }

    @Test
    void failureOfImplicitTlsEndsTheDialogue() {
        ScriptedDialogue.beginWithTls().startsTls().handshakeFails().failed(Stage.TLS, Reason.TLS_FAILED);
        ScriptedDialogue.beginWithTls().serverCloses().failed(Stage.TLS, Reason.CLOSED);
        ScriptedDialogue.beginWithTls().timePasses(Duration.ofSeconds(10)).failed(Stage.TLS, Reason.TIMEOUT);
        ScriptedDialogue.beginWithTls().secured().serverCloses().failed(Stage.GREETING, Reason.CLOSED);
        ScriptedDialogue.beginWithTls()
                .secured()
                .server("220 hi")
                .server("250-mail")
                .serverCloses()
                .failed(Stage.EHLO_TLS, Reason.TRUNCATED);
        ScriptedDialogue.beginWithTls()
                .secured()
                .server("220 hi")
                .server("250-X\r\n".repeat(10_000))
                .failed(Stage.EHLO_TLS, Reason.TOO_LARGE);
    }

    @Test
    void heloIsSentInsideTlsToo() {
        var seen = ScriptedDialogue.beginWithTls()
                .secured()
                .server("220 hi")
                .server("502 what?")
                .sends("HELO scanner.example.com")
                .server("250 mail")
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.helo()).isNotNull();
        assertThat(seen.ehloRefusal().code()).isEqualTo(502);
    }

    @Test
    void bytesInsideTlsBeforeTheFirstCommandAreDropped() {
        var seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("220 go")
                .startsTls()
                .server("250-evil", "250 INJECTED")
                .sendsNothing()
                .secured()
                .sendsEhlo()
                .server("250-mail", "250 DSN")
                .server("221 bye")
                .answered();
        assertThat(seen.ehloTls().verbs().keys()).containsExactly("DSN");
        assertThat(ObservedSentences.of(seen))
                .anyMatch(remark -> remark.contains("inside TLS before any command was sent"));
    }

    @Test
    void ownTimeOfTheScannerExtendsTheDeadline() {
        ScriptedDialogue play = ScriptedDialogue.beginWithTls()
                .timePasses(Duration.ofSeconds(9))
                .ownTime(Duration.ofSeconds(8));
        play.timePasses(Duration.ofSeconds(8)).startsTls();
        play.timePasses(Duration.ofSeconds(1)).failed(Stage.TLS, Reason.TIMEOUT);
    }

    @Test
    void handshakeThatWasNeverComputedIsOverloaded() {
        ScriptedDialogue.beginWithTls()
                .ownTime(Duration.ofSeconds(70))
                .timePasses(Duration.ofSeconds(60))
                .failed(Stage.TLS, Reason.OVERLOADED);
        var seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("220 go")
                .ownTime(Duration.ofSeconds(70))
                .timePasses(Duration.ofSeconds(60))
                .answered();
        assertThat(seen.starttls()).isEqualTo(Starttls.OFFERED);
        assertThat(ObservedSentences.of(seen)).anyMatch(remark -> remark.contains("the scanner's own machine"));
    }

    /** RFC 3207 section 4 knows 220, 501 and 454. Any other reply is not the start of TLS, and no part of the list. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "250 OK",
                "250 Begin TLS negotiation",
                "250 2.0.0 Ready to start TLS",
                "250 READY",
                "200 go",
                "240 x",
                "250-Begin\r\n250 TLS negotiation",
                "221 bye",
                "334 go",
                "454 not now",
                "501 no"
            })
    void starttlsAnsweredWithAnotherCodeHasFailed(String reply) {
        var seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250-SIZE 1000", "250 STARTTLS")
                .sends("STARTTLS")
                .server(reply)
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("SIZE", "STARTTLS");
        assertThat(seen.ehlo().oddities()).isEmpty();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
        assertThat(seen.laterFailure().stage()).isEqualTo(Stage.STARTTLS);
        assertThat(seen.laterFailure().detail()).isEqualTo(reply.replace("\r\n", " / "));
        assertThat(seen.injection()).isNull();
    }

    @Test
    void lateVerbBeforeTheReplyToStarttlsBelongsToTheList() {
        var seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .sends("STARTTLS")
                .server("250 XEXCH50")
                .sendsNothing()
                .server("250 go ahead")
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("STARTTLS", "XEXCH50");
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"454 not now", "501 no", "250 go", "220 go"})
    void bytesBehindTheReplyToStarttlsAreDroppedAndReportedWhateverTheReply(String reply) {
        var seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server(reply, "250-evil", "250 INJECTED");
        if (reply.startsWith("220")) {
            seen.startsTls().handshakeFails();
        } else {
            seen.sends("QUIT").server("221 bye");
        }
        var observation = seen.answered();
        assertThat(observation.injection()).startsWith("24 bytes arrived unencrypted after the reply to STARTTLS");
        assertThat(observation.ehlo().verbs().keys()).containsExactly("STARTTLS");
    }

    @Test
    void serverMayCloseTheSessionAfterItRefusedStarttls() {
        var seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("454 not now", "421 closing")
                .serverCloses()
                .answered();
        assertThat(seen.injection()).isNull();
    }
}
