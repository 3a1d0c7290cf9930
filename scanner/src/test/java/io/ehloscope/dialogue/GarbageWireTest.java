package io.ehloscope.dialogue;

import static io.ehloscope.dialogue.WireBench.events;
import static io.ehloscope.dialogue.WireBench.healthyBut;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that send unsolicited replies, or data that is not SMTP. */
class GarbageWireTest {

    @RegisterExtension
    private static final WireBench WIRE = new WireBench();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u00ff\r\n\u0007\r\n",
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "* OK IMAP4rev1 ready\r\n",
                "+OK POP3 ready\r\n",
                "354 go ahead\r\n",
                "999 what\r\n",
                "\r\n\r\nnothing of SMTP\r\n",
                "\u0015\u0003\u0001\u0000\u0002\u0002\n"
            })
    void greetingThatIsNotSmtp(String bytes) {
        Observation seen = WIRE.fails(Script.accepting(Reaction.bytes(bytes)), Stage.GREETING, Reason.NOT_SMTP);
        assertThat(seen.transcript().entries()).as("it is kept as evidence").hasSizeGreaterThan(1);
    }

    /** The server sends nothing more: only the first bytes identify the protocol. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0015\u0003\u0001\u0000\u0002\u0002\u0028",
                "\u0016\u0003\u0003\u0000\u0004\u0000",
                "\u0015\u0003\u0000"
            })
    void tlsAsGreetingIsReported(String bytes) {
        var ended = WIRE.outcome(Script.accepting(Reaction.bytes(bytes)), StarttlsMode.OBSERVE);
        assertThat(ended.outcome())
                .isInstanceOfSatisfying(
                        ProbeOutcome.Failed.class,
                        failed -> assertThat(failed.failure())
                                .isEqualTo(Failure.of(
                                        Stage.GREETING, Reason.NOT_SMTP, "TLS where plain SMTP was expected")));
        assertThat(WIRE.verdict(ended.outcome())).isEqualTo(Verdict.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noise(long seed) {
        Random random = new Random(seed);
        StringBuilder noise = new StringBuilder("\u0080");
        random.ints(4_000, 0, 256).forEach(b -> noise.append((char) b));
        Observation seen = WIRE.outcome(
                        Script.accepting(Reaction.bytes(noise.toString()).thenClose()), StarttlsMode.OBSERVE)
                .seen();
        assertThat(seen.ehlo()).isNull();
        assertThat(seen.greeting() == null || !seen.greeting().isPositive()).isTrue();
    }

    @Test
    void noiseInTheListIsNotAVerb() {
        Observation seen = WIRE.answers(healthyBut(
                Cue.EHLO,
                Reaction.lines(
                        WireBench.LIST.replace("250-SIZE", "250-\u0000\u0001\n250-\u00ff\u00fe \u001b[2J\n250-SIZE"))));
        assertThat(seen.ehlo().verbs().keys()).containsExactly("SIZE", "X-EXPS", "XEXCH50");
        assertThat(seen.ehlo().oddities()).hasSize(2);
    }

    @Test
    void nulBytesEscapesAndHtmlInTheGreetingAreKeptUnchanged() {
        String banner = "220 mail\u0000 \u001b[2J\u001b]0;owned\u0007<script>alert(1)</script> ESMTP";
        Observation seen = WIRE.answers(healthyBut(Cue.ACCEPT, Reaction.lines(banner)));
        assertThat(seen.greeting().lines().get(0).raw()).isEqualTo(banner);
        assertThat(seen.ehlo().verbs().size()).isEqualTo(3);
    }

    @Test
    void replyBeforeTheFirstCommandIsDroppedAndReported() {
        Observation seen =
                WIRE.answers(healthyBut(Cue.ACCEPT, Reaction.lines(WireBench.GREETING + "\n250-evil\n250 XEVIL")));
        assertThat(seen.ehlo().verbs().keys()).containsExactly("SIZE", "X-EXPS", "XEXCH50");
        assertThat(seen.remarks()).singleElement().asString().startsWith("21 bytes arrived after the greeting");
        assertThat(events(seen)).contains("dropped 21 bytes: 250-evil\r\n250 XEVIL\r\n");
    }

    @Test
    void allRepliesBeforeTheFirstCommand() {
        Script script = Script.accepting(Reaction.lines(WireBench.GREETING + "\n" + WireBench.LIST + "\n221 bye")
                .thenClose());
        WIRE.fails(script, Stage.EHLO, Reason.CLOSED);
    }

    @Test
    void textAfterTheReplyToQuitIsNotRead() {
        Observation seen = WIRE.answers(healthyBut(Cue.QUIT, Reaction.lines("221 bye\n250 XEVIL\nand so on")));
        assertThat(seen.ehlo().verbs().keys()).containsExactly("SIZE", "X-EXPS", "XEXCH50");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no TLS at all\r\n",
                "\u0016\u0003\u0003\u0000\u0001\u0000",
                "\u0015\u0003\u0001\u0000\u0002\u0002F"
            })
    void garbageInsteadOfTlsKeepsTheVerbs(String bytes) {
        Script script = Script.esmtp(WireBench.GREETING, WireBench.LIST + "\n250 STARTTLS")
                .on(
                        Cue.STARTTLS,
                        Reaction.lines("220 go")
                                .thenPause(Duration.ofMillis(100))
                                .then(Reaction.bytes(bytes)));
        Observation seen = WIRE.answers(script, StarttlsMode.NEGOTIATE).seen();
        assertThat(seen.ehlo().verbs().has("XEXCH50")).isTrue();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
        assertThat(seen.tls()).isNull();
    }

    @Test
    void bytesBetweenStarttlsAndTlsAreDroppedAndReported() {
        Script script = Script.esmtp(WireBench.GREETING, WireBench.LIST + "\n250 STARTTLS")
                .on(Cue.STARTTLS, Reaction.lines("220 go\n250-evil\n250 XEVIL").thenClose());
        Observation seen = WIRE.answers(script, StarttlsMode.NEGOTIATE).seen();
        assertThat(seen.ehlo().verbs().has("XEVIL")).isFalse();
        assertThat(events(seen)).contains("dropped 21 bytes: 250-evil\r\n250 XEVIL\r\n");
    }
}
