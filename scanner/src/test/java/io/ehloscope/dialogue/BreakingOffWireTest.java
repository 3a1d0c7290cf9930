package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every stage around TLS, broken off in every way, over real sockets: after STARTTLS and with TLS from the first byte.
 */
class BreakingOffWireTest {

    /** Time for sent data to arrive: a reset discards data that was not read yet. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private static final String PLAIN = WireBench.LIST.replace("250 XEXCH50", "250-XEXCH50") + "\n250 STARTTLS";
    private static final SslContext TLS = Certificates.serving(Certificates.server(Certificates.root()));
    private static final SslContext TLS_1_2 = Certificates.serving(Certificates.server(Certificates.root()), "TLSv1.2");
    private static final Script INSIDE = Script.esmtp(WireBench.GREETING, WireBench.LIST);

    @RegisterExtension
    private static final WireBench WIRE = new WireBench();

    /** Where the dialogue breaks off; the unencrypted list is complete, unless TLS comes first. */
    private enum At {
        STARTTLS(Stage.STARTTLS, Starttls.FAILED, "220-go", how -> plain(how)),
        HANDSHAKE(
                Stage.TLS,
                Starttls.FAILED,
                "220-go",
                how -> plain(Reaction.lines("220 go").thenPause(MOMENT).then(how))),
        EHLO_INSIDE(Stage.EHLO_TLS, Starttls.NEGOTIATED, "250-mail", how -> upgraded(TLS, INSIDE.on(Cue.EHLO, how))),
        EHLO_INSIDE_1_2(
                Stage.EHLO_TLS, Starttls.NEGOTIATED, "250-mail", how -> upgraded(TLS_1_2, INSIDE.on(Cue.EHLO, how))),
        QUIT_INSIDE(Stage.QUIT, Starttls.NEGOTIATED, "221-bye", how -> upgraded(TLS, INSIDE.on(Cue.QUIT, how))),
        TLS_FIRST(
                Stage.TLS,
                null,
                "220-mail",
                how -> Script.accepting(Reaction.silence().thenPause(MOMENT).then(how))),
        GREETING_INSIDE(
                Stage.GREETING,
                null,
                "220-mail",
                how -> Script.accepting(
                        Reaction.silence().thenUpgrade(TLS, INSIDE).then(how))),
        EHLO_FIRST_INSIDE(
                Stage.EHLO_TLS,
                null,
                "250-mail",
                how -> Script.accepting(Reaction.silence()
                        .thenUpgrade(TLS, INSIDE.on(Cue.EHLO, how))
                        .then(Reaction.lines(WireBench.GREETING))));

        private final Stage stage;
        private final Starttls starttls;
        private final String unfinished;
        private final Function<Reaction, Script> script;

        At(Stage stage, Starttls starttls, String unfinished, Function<Reaction, Script> script) {
            this.stage = stage;
            this.starttls = starttls;
            this.unfinished = unfinished;
            this.script = script;
        }

        private static Script plain(Reaction toStarttls) {
            return Script.esmtp(WireBench.GREETING, PLAIN)
                    .on(Cue.STARTTLS, toStarttls)
                    .on(Cue.OTHER, Reaction.silence());
        }

        private static Script upgraded(SslContext tls, Script inside) {
            return plain(Reaction.lines("220 go").thenUpgrade(tls, inside));
        }
    }

    /**
     * A way to break off, and the possible reasons of the failure outside of a handshake. Inside TLS a server announces
     * that it closes before it resets the connection, and either may arrive.
     */
    private enum How {
        CLOSE(EnumSet.of(Reason.CLOSED), at -> Reaction.silence().thenClose()),
        CLOSE_IN_THE_REPLY(
                EnumSet.of(Reason.TRUNCATED),
                at -> Reaction.lines(at.unfinished).thenClose()),
        HALF_CLOSE(EnumSet.of(Reason.CLOSED), at -> Reaction.silence().thenHalfClose()),
        SILENCE(EnumSet.of(Reason.TIMEOUT), at -> Reaction.silence()),
        SILENCE_IN_THE_REPLY(EnumSet.of(Reason.TIMEOUT), at -> Reaction.lines(at.unfinished)),
        RESET(EnumSet.of(Reason.RESET, Reason.CLOSED), at -> Reaction.silence().thenReset()),
        RESET_IN_THE_REPLY(
                EnumSet.of(Reason.RESET, Reason.TRUNCATED),
                at -> Reaction.lines(at.unfinished).thenPause(MOMENT).thenReset()),
        FLOOD(EnumSet.of(Reason.TOO_LARGE), at -> Reaction.flood(at.unfinished, 1 << 20)),
        GARBAGE(EnumSet.of(Reason.NOT_SMTP), at -> Reaction.bytes("\u0000\u0001\u0002\u00ff\r\n")),
        TLS_ALERT(EnumSet.of(Reason.NOT_SMTP), at -> Reaction.bytes("\u0015\u0003\u0001\u0000\u0002\u0002\u0028"));

        private final Set<Reason> reasons;
        private final Function<At, Reaction> reaction;

        How(Set<Reason> reasons, Function<At, Reaction> reaction) {
            this.reasons = reasons;
            this.reaction = reaction;
        }
    }

    static Stream<Arguments> everyStageInEveryWay() {
        return Arrays.stream(At.values())
                .flatMap(at -> Arrays.stream(How.values()).map(how -> Arguments.of(at, how)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyStageInEveryWay")
    void unencryptedListStaysAndOtherwiseTheStageFails(At at, How how) {
        TlsMode mode = at.starttls == null ? TlsMode.IMPLICIT : TlsMode.STARTTLS;
        ProbeOutcome outcome = WIRE.outcome(
                        at.script.apply(how.reaction.apply(at)), StarttlsMode.NEGOTIATE, Attempt.Opening.EHLO, mode)
                .outcome();
        Observation seen = outcome.observation();
        if (at.starttls != null) {
            assertThat(outcome).isInstanceOf(ProbeOutcome.Answered.class);
            assertThat(seen.ehlo().verbs().keys()).containsExactly("SIZE", "X-EXPS", "XEXCH50", "STARTTLS");
            assertThat(seen.starttls()).isEqualTo(at.starttls);
            assertThat(WIRE.verdict(outcome)).isNotEqualTo(Verdict.UNREACHABLE);
            if (at.stage != Stage.QUIT) {
                assertThat(ObservedSentences.of(seen))
                        .anyMatch(remark -> remark.startsWith("at " + at.stage.label() + ": "));
            }
        } else {
            assertThat(outcome).isInstanceOf(ProbeOutcome.Failed.class);
            Failure failure = ((ProbeOutcome.Failed) outcome).failure();
            assertThat(failure.stage()).as(failure.toString()).isEqualTo(at.stage);
            if (at.stage == Stage.TLS) {
                assertThat(failure.reason()).isIn(Reason.TLS_FAILED, Reason.TIMEOUT, Reason.RESET);
            } else {
                assertThat(failure.reason()).isIn(how.reasons);
            }
            assertThat(seen.reply()).isNull();
        }
    }
}
