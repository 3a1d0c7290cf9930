package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
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
        assertThat(seen.remarks()).anyMatch(remark -> remark.contains("before any command was sent"));
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
    void nothingFedAfterTheEndChangesTheOutcome() {
        Play play = Play.begin().server("220 hi").server("250 mail").server("221 bye");
        var before = play.answered();
        play.server("500 what").serverCloses().timePasses(Duration.ofMinutes(5));
        assertThat(play.answered()).isSameAs(before);
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
}
