package io.ehloscope.dialogue;

import static io.ehloscope.dialogue.WireBench.events;
import static io.ehloscope.dialogue.WireBench.healthyBut;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that fall silent: a timeout at that stage, and never a shorter list. */
class SilentServersWireTest {

    @RegisterExtension
    private static final WireBench WIRE = new WireBench();

    @Test
    void afterAccept() {
        Observation seen = WIRE.fails(Script.silent(), Stage.GREETING, Reason.TIMEOUT);
        assertThat(events(seen)).last().isEqualTo("no reply within 1500 ms");
    }

    @Test
    void inTheGreeting() {
        WIRE.fails(Script.accepting(Reaction.lines("220-wait")), Stage.GREETING, Reason.TIMEOUT);
        WIRE.fails(Script.accepting(Reaction.bytes("220 mail")), Stage.GREETING, Reason.TIMEOUT);
    }

    @Test
    void afterEhlo() {
        WIRE.fails(healthyBut(Cue.EHLO, Reaction.silence()), Stage.EHLO, Reason.TIMEOUT);
    }

    @Test
    void inTheList() {
        Observation seen =
                WIRE.fails(healthyBut(Cue.EHLO, Reaction.lines("250-mail\n250-XEXCH50")), Stage.EHLO, Reason.TIMEOUT);
        assertThat(seen.transcript().entries()).anyMatch(each -> each.line().equals("250-XEXCH50"));
    }

    @Test
    void inTheListAfterItsApparentEnd() {
        WIRE.fails(healthyBut(Cue.EHLO, Reaction.lines("250-mail\n250 DSN\n250-XEXCH50")), Stage.EHLO, Reason.TIMEOUT);
    }

    @Test
    void afterHelo() {
        Script script = healthyBut(Cue.EHLO, Reaction.lines("502 what?")).on(Cue.HELO, Reaction.silence());
        WIRE.refusesAndLeavesHelo(script, Reason.TIMEOUT);
    }

    @Test
    void afterStarttls() {
        Observation seen = negotiated(Reaction.silence());
        assertThat(ObservedSentences.of(seen)).anyMatch(remark -> remark.startsWith("at starttls"));
    }

    @Test
    void inTheHandshake() {
        Observation seen = negotiated(Reaction.lines("220 go"));
        assertThat(ObservedSentences.of(seen)).anyMatch(remark -> remark.contains("no TLS handshake within"));
    }

    @Test
    void afterQuit() {
        Observation seen = WIRE.answers(healthyBut(Cue.QUIT, Reaction.silence()));
        assertThat(seen.ehlo().verbs().size()).isEqualTo(3);
    }

    private static Observation negotiated(Reaction atStarttls) {
        Script script = Script.esmtp(WireBench.GREETING, WireBench.LIST + "\n250 STARTTLS")
                .on(Cue.STARTTLS, atStarttls)
                .on(Cue.OTHER, Reaction.silence());
        Observation seen = WIRE.answers(script, StarttlsMode.NEGOTIATE).seen();
        assertThat(seen.ehlo().verbs().has("XEXCH50")).isTrue();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
        return seen;
    }
}
