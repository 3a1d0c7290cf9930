package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.smtp.Transcript;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the dialogue, step by step, without a socket. */
class ConversationTest {

    @Test
    void greetingEhloQuit() {
        var seen = ScriptedDialogue.begin()
                .sendsNothing()
                .server("220 mail.example.com ESMTP")
                .sendsEhlo()
                .server("250-mail.example.com Hello", "250-PIPELINING", "250 STARTTLS")
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("PIPELINING", "STARTTLS");
        assertThat(seen.starttls()).isEqualTo(Starttls.OFFERED);
        assertThat(seen.timings().stages()).containsKeys(Stage.CONNECT, Stage.GREETING, Stage.EHLO, Stage.QUIT);
    }

    @Test
    void nothingIsSentBeforeTheWholeGreeting() {
        ScriptedDialogue.begin()
                .server("220-mail.example.com")
                .sendsNothing()
                .server("220 ready")
                .sendsEhlo();
    }

    @Test
    void eachLineHasTheTimeOfItsArrival() {
        var seen = ScriptedDialogue.begin()
                .timePasses(Duration.ofSeconds(1))
                .server("220-mail.example.com")
                .timePasses(Duration.ofSeconds(2))
                .serverBytes("220-second\r\n220 rea")
                .timePasses(Duration.ofSeconds(4))
                .serverBytes("dy\r\n")
                .server("250-mail.example.com", "250-PIPELINING")
                .timePasses(Duration.ofSeconds(3))
                .serverBytes("250-DS")
                .timePasses(Duration.ofSeconds(30))
                .seen();
        assertThat(seen.transcript().entries())
                .filteredOn(each -> each.direction() == Transcript.Direction.RECEIVED)
                .extracting(each -> Duration.ofNanos(each.nanos()).toSeconds() + " " + each.line())
                .containsExactly(
                        "1 220-mail.example.com",
                        "3 220-second",
                        "7 220 ready",
                        "7 250-mail.example.com",
                        "7 250-PIPELINING",
                        "10 250-DS");
    }

    @Test
    void theGreetingMayBeSlow() {
        ScriptedDialogue.begin()
                .timePasses(Duration.ofSeconds(19))
                .sendsNothing()
                .server("220 hi")
                .sendsEhlo();
    }

    @Test
    void verbAfterTheApparentEndInTheSameBytesBelongsToTheList() {
        var seen = ScriptedDialogue.begin()
                .server("220 hi")
                .server("250-mail", "250 DSN", "250 AUTH=LOGIN", "250 TLS")
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN", "AUTH=LOGIN", "TLS");
    }

    @Test
    void lateVerbAfterTheApparentEndBelongsToTheList() {
        var seen = ScriptedDialogue.begin()
                .server("220 hi")
                .server("250-mail", "250 DSN")
                .sends("QUIT")
                .server("250 STARTTLS")
                .sendsNothing()
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN", "STARTTLS");
        assertThat(seen.starttls()).isEqualTo(Starttls.OFFERED);
    }

    @Test
    void replyToQuitWithTheWrongCodeIsNotAVerb() {
        var seen = ScriptedDialogue.begin()
                .server("220 hi")
                .server("250-mail", "250 DSN")
                .server("250 bye")
                .serverCloses()
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN");
    }

    @Test
    void incompleteLineAfterTheReplyDelaysNothing() {
        ScriptedDialogue.begin()
                .server("220 hi")
                .serverBytes("250-mail\r\n250 DSN\r\n25")
                .sends("QUIT");
    }

    @Test
    void ehloAnsweredWith220IsAccepted() {
        var seen = ScriptedDialogue.begin()
                .server("220 hello")
                .server("220 go on...")
                .sends("QUIT")
                .serverCloses()
                .answered();
        assertThat(seen.ehlo().verbs().isEmpty()).isTrue();
    }

    @Test
    void bytesAfterTheGreetingAreDroppedAndReported() {
        var seen = ScriptedDialogue.begin()
                .server("220 hi", "250-evil", "250 INJECTED")
                .sendsEhlo()
                .server("250-mail", "250 DSN")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN");
        assertThat(ObservedSentences.of(seen)).anyMatch(remark -> remark.contains("before any command was sent"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 523, 530, 534, 535, 550, 551, 554, 556, 571})
    void heloIsSentIfEhloIsRefused(int code) {
        var seen = ScriptedDialogue.begin()
                .server("220 hi")
                .server(code + " what?")
                .sends("HELO scanner.example.com")
                .server("250 mail")
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo()).isNull();
        assertThat(seen.helo()).isNotNull();
        assertThat(seen.ehloRefusal().code()).isEqualTo(code);
    }

    @Test
    void endAfterQuitIsNotAFailure() {
        ScriptedDialogue.begin()
                .server("220 hi")
                .server("250 mail")
                .connectionBreaks(Reason.RESET)
                .answered();
        ScriptedDialogue.begin()
                .server("220 hi")
                .server("250 mail")
                .timePasses(Duration.ofSeconds(2))
                .answered();
        ScriptedDialogue.begin()
                .server("220 hi")
                .server("250 mail")
                .serverCloses()
                .answered();
    }

    @Test
    void eventsAfterTheEndDoNotChangeTheOutcome() {
        ScriptedDialogue play =
                ScriptedDialogue.begin().server("220 hi").server("250 mail").server("221 bye");
        var before = play.answered();
        play.server("500 what").serverCloses().timePasses(Duration.ofMinutes(5));
        assertThat(play.answered()).isSameAs(before);
    }

    @Test
    void lateVerbBeforeAnErrorReplyToQuitBelongsToTheList() {
        var seen = ScriptedDialogue.begin()
                .server("220 hi")
                .server("250-mail", "250 DSN")
                .server("250 XEXCH50")
                .server("500 what?")
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("DSN", "XEXCH50");
    }
}
