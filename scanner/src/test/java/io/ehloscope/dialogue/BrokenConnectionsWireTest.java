package io.ehloscope.dialogue;

import static io.ehloscope.dialogue.WireBench.events;
import static io.ehloscope.dialogue.WireBench.healthyBut;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resets, closes and half-closes at every stage. */
class BrokenConnectionsWireTest {

    private static final Reaction NOTHING = Reaction.silence();
    private static final Reaction HALF_A_LIST = Reaction.lines("250-mail\n250-XEXCH50");

    /** Time for sent data to arrive: a reset discards data that was not read yet. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    @RegisterExtension
    private static final WireBench WIRE = new WireBench();

    @Test
    void resetAtAccept() {
        WIRE.fails(Script.accepting(NOTHING.thenReset()), Stage.GREETING, Reason.RESET);
    }

    @Test
    void resetInTheGreeting() {
        Script script =
                Script.accepting(Reaction.lines("220-wait").thenPause(MOMENT).thenReset());
        Observation seen = WIRE.fails(script, Stage.GREETING, Reason.RESET);
        assertThat(events(seen)).last().isEqualTo("the connection was reset");
    }

    @Test
    void resetAtEhlo() {
        WIRE.fails(healthyBut(Cue.EHLO, NOTHING.thenReset()), Stage.EHLO, Reason.RESET);
    }

    @Test
    void resetInTheList() {
        WIRE.fails(healthyBut(Cue.EHLO, HALF_A_LIST.thenPause(MOMENT).thenReset()), Stage.EHLO, Reason.RESET);
    }

    @Test
    void resetAtHelo() {
        Script script = healthyBut(Cue.EHLO, Reaction.lines("502 what?")).on(Cue.HELO, NOTHING.thenReset());
        WIRE.refusesAndLeavesHelo(script, Reason.RESET);
    }

    @Test
    void closeAtAccept() {
        WIRE.fails(Script.accepting(NOTHING.thenClose()), Stage.GREETING, Reason.CLOSED);
    }

    @Test
    void closeInTheGreeting() {
        WIRE.fails(Script.accepting(Reaction.lines("220-wait").thenClose()), Stage.GREETING, Reason.TRUNCATED);
    }

    @Test
    void closeAtEhlo() {
        WIRE.fails(healthyBut(Cue.EHLO, NOTHING.thenClose()), Stage.EHLO, Reason.CLOSED);
    }

    @Test
    void closeInTheList() {
        WIRE.fails(healthyBut(Cue.EHLO, HALF_A_LIST.thenClose()), Stage.EHLO, Reason.TRUNCATED);
    }

    @Test
    void closeInTheListAfterItsApparentEnd() {
        Reaction list = Reaction.lines("250-mail\n250 DSN").thenPause(MOMENT).then(HALF_A_LIST);
        WIRE.fails(healthyBut(Cue.EHLO, list.thenClose()), Stage.EHLO, Reason.TRUNCATED);
    }

    @Test
    void halfCloseAtAccept() {
        WIRE.fails(Script.accepting(NOTHING.thenHalfClose()), Stage.GREETING, Reason.CLOSED);
    }

    @Test
    void halfCloseInTheList() {
        WIRE.fails(healthyBut(Cue.EHLO, HALF_A_LIST.thenHalfClose()), Stage.EHLO, Reason.TRUNCATED);
    }

    @Test
    void halfCloseAfterTheList() {
        Reaction list = Reaction.lines(WireBench.LIST).thenHalfClose();
        assertThat(WIRE.answers(healthyBut(Cue.EHLO, list)).ehlo().verbs().size())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "QUIT"})
    void lossAfterTheListKeepsTheVerbs(Cue cue) {
        for (Reaction reaction : new Reaction[] {NOTHING.thenReset(), NOTHING.thenClose(), NOTHING.thenHalfClose()}) {
            Script script = Script.esmtp(WireBench.GREETING, WireBench.LIST + "\n250 STARTTLS")
                    .on(cue, reaction);
            StarttlsMode mode = cue == Cue.STARTTLS ? StarttlsMode.NEGOTIATE : StarttlsMode.OBSERVE;
            Observation seen = WIRE.answers(script, mode).seen();
            assertThat(seen.ehlo().verbs().has("XEXCH50")).isTrue();
            assertThat(seen.starttls()).isEqualTo(cue == Cue.STARTTLS ? Starttls.FAILED : Starttls.OFFERED);
        }
    }

    @Test
    void resetInTheHandshakeKeepsTheVerbs() {
        Script script = Script.esmtp(WireBench.GREETING, WireBench.LIST + "\n250 STARTTLS")
                .on(Cue.STARTTLS, Reaction.lines("220 go").thenPause(MOMENT).thenReset());
        Observation seen = WIRE.answers(script, StarttlsMode.NEGOTIATE).seen();
        assertThat(seen.ehlo().verbs().has("XEXCH50")).isTrue();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
    }

    /** The scan then opens another connection, for HELO alone. */
    @Test
    void closeAfterRejectedEhloIsARefusal() {
        Script script = healthyBut(Cue.EHLO, Reaction.lines("550 Huh?").thenClose());
        Observation first = WIRE.refusesAndLeavesHelo(script, Reason.CLOSED);
        assertThat(first.ehloRefusal()).isNotNull();
        WireBench.Ended second = WIRE.outcome(script, StarttlsMode.OBSERVE, Attempt.Opening.HELO);
        assertThat(second.seen().helo()).isNotNull();
        assertThat(WIRE.verdict(second.outcome())).isEqualTo(Verdict.HELO_ONLY);
        assertThat(second.received().get(0).lines()).containsExactly("HELO scanner.example.com", "QUIT");
    }

    @Test
    void after421ThereIsNoSecondConnection() {
        Script script = healthyBut(Cue.EHLO, Reaction.lines("421 4.7.0 go away").thenClose());
        WireBench.Ended ended = WIRE.outcome(script, StarttlsMode.OBSERVE);
        assertThat(WIRE.verdict(ended.outcome())).isEqualTo(Verdict.DEFERRED);
        assertThat(ended.received()).hasSize(1);
        assertThat(ended.received().get(0).text()).doesNotContain("HELO scanner");
    }
}
