package io.ehloscope.dialogue;

import static io.ehloscope.dialogue.WireBench.events;
import static io.ehloscope.dialogue.WireBench.healthyBut;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.smtp.ReplyLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that never stop sending, fast or slowly: the scanner gives up at a bound. */
class EndlessServersWireTest {

    private static final long ENDLESS = Long.MAX_VALUE;
    private static final Duration TENTH = Duration.ofMillis(100);

    @RegisterExtension
    private static final WireBench WIRE = new WireBench();

    @Test
    void anEndlessGreeting() {
        Observation seen =
                WIRE.fails(Script.accepting(Reaction.flood("220-for ever", ENDLESS)), Stage.GREETING, Reason.TOO_LARGE);
        assertThat(events(seen)).last().asString().contains("the rest was not read");
    }

    @Test
    void anEndlessLine() {
        Observation seen = WIRE.fails(
                Script.accepting(Reaction.bytes("220 " + "x".repeat(4 << 20))), Stage.GREETING, Reason.TOO_LARGE);
        assertThat(seen.transcript().entries())
                .as("the beginning of the line is evidence")
                .anyMatch(each ->
                        each.line().startsWith("220 xxx") && each.line().length() == ReplyLimits.DEFAULT.lineBytes());
    }

    @Test
    void tenMegabytesAtOnce() {
        WIRE.fails(
                Script.accepting(Reaction.lines("220-" + "x".repeat(1_000) + "\n")
                        .then(Reaction.bytes("220-y\r\n".repeat(1_500_000)))),
                Stage.GREETING,
                Reason.TOO_LARGE);
    }

    @Test
    void tenThousandVerbs() {
        WIRE.fails(
                healthyBut(Cue.EHLO, Reaction.lines("250-XVERB\n".repeat(10_000) + "250 OK")),
                Stage.EHLO,
                Reason.TOO_LARGE);
    }

    @Test
    void verbsWithoutEnd() {
        WIRE.fails(healthyBut(Cue.EHLO, Reaction.flood("250-XVERB", ENDLESS)), Stage.EHLO, Reason.TOO_LARGE);
    }

    @Test
    void lastLinesWithoutEnd() {
        WIRE.fails(healthyBut(Cue.EHLO, Reaction.flood("250 XVERB", ENDLESS)), Stage.EHLO, Reason.TOO_LARGE);
    }

    @Test
    void endlessListAfterItsApparentEnd() {
        Reaction apparentlyEnds = Reaction.lines("250-mail\n250 DSN").thenPause(TENTH);
        WIRE.fails(
                healthyBut(Cue.EHLO, apparentlyEnds.then(Reaction.flood("250-XVERB", ENDLESS))),
                Stage.EHLO,
                Reason.TOO_LARGE);
        WIRE.fails(
                healthyBut(Cue.EHLO, apparentlyEnds.then(Reaction.flood("250 XVERB", ENDLESS))),
                Stage.EHLO,
                Reason.TOO_LARGE);
    }

    @Test
    void endlessReplyToQuitChangesNothing() {
        Observation seen = WIRE.answers(healthyBut(Cue.QUIT, Reaction.flood("221-bye", ENDLESS)));
        assertThat(seen.ehlo().verbs().keys()).containsExactly("SIZE", "X-EXPS", "XEXCH50");
    }

    @Test
    void oneByteEvery100Milliseconds() {
        WIRE.fails(
                Script.accepting(Reaction.bytes("2".repeat(10_000)).dripping(TENTH)), Stage.GREETING, Reason.TIMEOUT);
    }

    @Test
    void endlessSlowList() {
        Observation seen = WIRE.fails(
                healthyBut(Cue.EHLO, Reaction.bytes("250-X\r\n".repeat(10_000)).inChunks(7, TENTH)),
                Stage.EHLO,
                Reason.TIMEOUT);
        assertThat(seen.transcript().entries())
                .as("what came is evidence")
                .anyMatch(each -> each.line().equals("250-X"));
    }

    /** Each stage alone would be in time. */
    @Test
    void everyStageJustInTime() {
        Duration late = WireBench.TIMEOUTS.reply().multipliedBy(3).dividedBy(4);
        Script script = WireBench.healthy()
                .with(Cue.ACCEPT, all -> all.after(late))
                .with(Cue.EHLO, all -> all.after(late))
                .with(Cue.QUIT, all -> all.after(late));
        assertThat(WIRE.answers(script).ehlo().verbs().size()).isEqualTo(3);
    }
}
