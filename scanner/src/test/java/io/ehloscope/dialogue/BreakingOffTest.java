package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings.StarttlsMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every stage, broken off in every way, without a socket. Before the EHLO list is complete, that is a failure of the
 * stage; afterwards it does not change the list.
 */
class BreakingOffTest {

    private static final String BIG_LINE = "X" + "x".repeat(1_900);
    private static final String[] LIST = {"250-XEXCH50", "250-X-EXPS NTLM", "250 STARTTLS"};
    private static final String[] MAIL_LIST = {"250-mail", LIST[0], LIST[1], LIST[2]};
    private static final List<String> VERBS = List.of("XEXCH50", "X-EXPS", "STARTTLS");

    /** A dialogue that has reached a stage. */
    private enum At {
        CONNECT(Stage.CONNECT, null, "220-mail", ScriptedDialogue::beforeConnect),
        GREETING(Stage.GREETING, null, "220-mail", ScriptedDialogue::begin),
        EHLO(Stage.EHLO, null, "250-mail", () -> greeted(StarttlsMode.NEGOTIATE)),
        HELO(
                Stage.HELO,
                null,
                "250-mail",
                () -> greeted(StarttlsMode.NEGOTIATE).server("502 what?").sends("HELO scanner.example.com")),
        STARTTLS(Stage.STARTTLS, Starttls.FAILED, "220-go", At::requestedTls),
        TLS(
                Stage.TLS,
                Starttls.FAILED,
                "220-go",
                () -> requestedTls().server("220 go").startsTls()),
        EHLO_TLS(Stage.EHLO_TLS, Starttls.NEGOTIATED, "250-mail", At::insideTls),
        EHLO_TLS_AFTER_MUCH(
                Stage.EHLO_TLS,
                Starttls.NEGOTIATED,
                "250-mail",
                () -> much(ScriptedDialogue.begin(StarttlsMode.NEGOTIATE), "220")
                        .sendsEhlo()
                        .server(muchOf("250", LIST))
                        .sends("STARTTLS")
                        .server("220 go")
                        .secured()
                        .sendsEhlo()),
        QUIT(
                Stage.QUIT,
                Starttls.OFFERED,
                "221-bye",
                () -> greeted(StarttlsMode.OBSERVE).server(MAIL_LIST).sends("QUIT")),
        QUIT_AFTER_MUCH(
                Stage.QUIT,
                Starttls.OFFERED,
                "221-bye",
                () -> much(ScriptedDialogue.begin(StarttlsMode.OBSERVE), "220")
                        .sendsEhlo()
                        .server(muchOf("250", LIST))
                        .sends("QUIT")),
        QUIT_AFTER_STARTTLS_REFUSED(
                Stage.QUIT,
                Starttls.FAILED,
                "250-bye",
                () -> requestedTls().server("454 not now").sends("QUIT")),
        QUIT_AFTER_EHLO_TLS_REFUSED(
                Stage.QUIT,
                Starttls.NEGOTIATED,
                "250-bye",
                () -> insideTls().server("502 what?").sends("QUIT")),
        QUIT_INSIDE_TLS(
                Stage.QUIT,
                Starttls.NEGOTIATED,
                "221-bye",
                () -> insideTls().server("250-mail", "250 DSN").sends("QUIT")),
        TLS_FIRST(
                Stage.TLS,
                null,
                "220-mail",
                () -> ScriptedDialogue.beginWithTls().startsTls()),
        GREETING_IN_TLS(
                Stage.GREETING,
                null,
                "220-mail",
                () -> ScriptedDialogue.beginWithTls().secured()),
        EHLO_IN_TLS(
                Stage.EHLO_TLS,
                null,
                "250-mail",
                () -> ScriptedDialogue.beginWithTls().secured().server("220 hi").sendsEhlo()),
        HELO_IN_TLS(
                Stage.HELO,
                null,
                "250-mail",
                () -> ScriptedDialogue.beginWithTls()
                        .secured()
                        .server("220 hi")
                        .server("502 what?")
                        .sends("HELO scanner.example.com"));

        private final Stage stage;
        private final @Nullable Starttls starttls;
        private final String unfinished;
        private final Supplier<ScriptedDialogue> begin;

        At(Stage stage, @Nullable Starttls starttls, String unfinished, Supplier<ScriptedDialogue> begin) {
            this.stage = stage;
            this.starttls = starttls;
            this.unfinished = unfinished;
            this.begin = begin;
        }

        private boolean hasList() {
            return starttls != null;
        }

        /** Whether bytes that arrive at this stage are read as a reply. */
        private boolean readsReplies() {
            return stage != Stage.CONNECT && stage != Stage.TLS;
        }

        private static ScriptedDialogue greeted(StarttlsMode starttls) {
            return ScriptedDialogue.begin(starttls).server("220 hi").sendsEhlo();
        }

        private static ScriptedDialogue requestedTls() {
            return greeted(StarttlsMode.NEGOTIATE).server(MAIL_LIST).sends("STARTTLS");
        }

        private static ScriptedDialogue insideTls() {
            return requestedTls().server("220 go").secured().sendsEhlo();
        }

        private static ScriptedDialogue much(ScriptedDialogue play, String code) {
            return play.server(muchOf(code, code + " hi"));
        }

        /** So many lines that two such replies nearly exhaust the bytes of a dialogue. */
        private static String[] muchOf(String code, String... end) {
            List<String> lines = new ArrayList<>(List.of(code + "-mail"));
            lines.addAll(Collections.nCopies(4, code + "-" + BIG_LINE));
            Collections.addAll(lines, end);
            return lines.toArray(String[]::new);
        }
    }

    /** A way to break off, and the reason of the failure, if it is one. */
    private enum How {
        CLOSE(Reason.CLOSED, (play, at) -> play.serverCloses()),
        CLOSE_IN_THE_REPLY(
                Reason.TRUNCATED, (play, at) -> play.server(at.unfinished).serverCloses()),
        CLOSE_IN_A_LINE(
                Reason.TRUNCATED,
                (play, at) -> play.serverBytes(at.unfinished.substring(0, 2)).serverCloses()),
        SILENCE(Reason.TIMEOUT, (play, at) -> play.timePasses(Duration.ofSeconds(60))),
        SILENCE_IN_THE_REPLY(
                Reason.TIMEOUT, (play, at) -> play.server(at.unfinished).timePasses(Duration.ofSeconds(60))),
        RESET(Reason.RESET, (play, at) -> play.connectionBreaks(Reason.RESET)),
        RESET_IN_THE_REPLY(
                Reason.RESET, (play, at) -> play.server(at.unfinished).connectionBreaks(Reason.RESET)),
        FLOOD_OF_LINES(Reason.TOO_LARGE, (play, at) -> flood(play, at.unfinished + "\r\n")),
        FLOOD_OF_LONG_LINES(Reason.TOO_LARGE, (play, at) -> flood(play, at.unfinished + BIG_LINE + "\r\n")),
        FLOOD_WITHOUT_A_LINE(Reason.TOO_LARGE, (play, at) -> flood(play, "250")),
        GARBAGE(Reason.NOT_SMTP, (play, at) -> play.server("\u0000\u0001\u0002 what")),
        TLS_ALERT(Reason.NOT_SMTP, (play, at) -> play.serverBytes("\u0015\u0003\u0001\u0000\u0002\u0002\u0028")),
        NO_HANDSHAKE(Reason.TLS_FAILED, (play, at) -> play.handshakeFails());

        private final Reason reason;
        private final BiConsumer<ScriptedDialogue, At> act;

        How(Reason reason, BiConsumer<ScriptedDialogue, At> act) {
            this.reason = reason;
            this.act = act;
        }

        private boolean isPossibleAt(At at) {
            return switch (this) {
                case CLOSE -> at.stage != Stage.CONNECT;
                case SILENCE, RESET -> true;
                case NO_HANDSHAKE -> at.stage == Stage.TLS;
                default -> at.readsReplies();
            };
        }

        /** Whether the command got no complete reply, and what arrived does not break a rule. */
        private boolean isWithoutAnswer() {
            return List.of(Reason.CLOSED, Reason.TRUNCATED, Reason.TIMEOUT, Reason.RESET)
                    .contains(reason);
        }

        private static void flood(ScriptedDialogue play, String piece) {
            for (int i = 0; i < 10_000 && play.isOpen(); i++) {
                play.serverBytes(piece);
            }
        }
    }

    static Stream<Arguments> everyStageInEveryWay() {
        return Arrays.stream(At.values())
                .flatMap(at -> Arrays.stream(How.values())
                        .filter(how -> how.isPossibleAt(at))
                        .map(how -> Arguments.of(at, how)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyStageInEveryWay")
    void completeListStaysAndOtherwiseTheStageFails(At at, How how) {
        ScriptedDialogue play = at.begin.get();
        how.act.accept(play, at);
        ProbeOutcome outcome = play.outcome();
        Observation seen = outcome.observation();
        if (at.hasList()) {
            assertThat(outcome).isInstanceOf(ProbeOutcome.Answered.class);
            assertThat(seen.ehlo().verbs().keys())
                    .filteredOn(key -> !key.equalsIgnoreCase(BIG_LINE))
                    .containsExactlyElementsOf(VERBS);
            assertThat(seen.starttls()).isEqualTo(at.starttls);
            if (at.stage != Stage.QUIT) {
                assertThat(ObservedSentences.of(seen))
                        .anyMatch(remark -> remark.startsWith("at " + at.stage.label() + ": "));
            }
        } else {
            assertThat(outcome).isInstanceOf(ProbeOutcome.Failed.class);
            Failure failure = ((ProbeOutcome.Failed) outcome).failure();
            boolean resetAtConnect = at == At.CONNECT && how == How.RESET;
            if (at.stage == Stage.HELO && how.isWithoutAnswer()) {
                assertThat(failure.stage()).isEqualTo(at == At.HELO ? Stage.EHLO : Stage.EHLO_TLS);
                assertThat(failure.reason()).isEqualTo(Reason.REJECTED_PERMANENTLY);
                assertThat(failure.detail()).isEqualTo("rejected permanently: 502 what?");
                failure = seen.laterFailure();
            }
            assertThat(failure.stage()).isEqualTo(resetAtConnect ? Stage.GREETING : at.stage);
            assertThat(failure.reason()).isEqualTo(how.reason);
            assertThat(seen.ehlo()).isNull();
            assertThat(seen.ehloTls()).isNull();
        }
    }
}
