package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.ReceivedDialogue;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.tls.TlsUpgrade;
import io.ehloscope.tls.TrustAnchors;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.Disposable;
import reactor.netty.resources.LoopResources;

/** Whole dialogues over real sockets, with servers that misbehave in every way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GREETING = "220 mail.example.com ESMTP";
    private static final String LIST = """
            250-mail.example.com Hello
            250-SIZE 1000
            250-X-EXPS GSSAPI NTLM
            250 XEXCH50""";

    private final AtomicInteger sockets = new AtomicInteger();
    private LoopResources loops;
    private SmtpClient dialogue;
    private SimulatedServer server;

    @BeforeAll
    void openLoops() {
        loops = LoopResources.create("wire-test", 2, true);
        dialogue = new SmtpClient(
                loops, new TlsUpgrade(TrustAnchors.ofThisJava(), Clock.systemUTC(), Runnable::run), sockets);
    }

    @AfterAll
    void closeLoops() {
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(PATIENCE);
    }

    /** No connection stays open after a test. */
    @AfterEach
    void assertNothingStaysOpen() {
        if (server != null) {
            await(() -> server.openConnections() == 0 && sockets.get() == 0);
            server.stop().block(PATIENCE);
        }
    }

    @Test
    void unencryptedDialogueSendsOnlyEhloAndQuit() {
        Observation seen = answered(Script.esmtp(GREETING, LIST));
        assertThat(seen.ehlo().verbs().keys()).containsExactly("SIZE", "X-EXPS", "XEXCH50");
        ReceivedDialogue received = received();
        assertThat(received.lines()).containsExactly("EHLO scanner.example.com", "QUIT");
        assertThat(received.earlyTalk()).isEmpty();
        assertThat(received.pipelined()).isEmpty();
    }

    @Test
    void openSocketsAreCounted() {
        server = SimulatedServer.start(new Persona.Speaks(Script.silent())).block(PATIENCE);
        Disposable running = dialogue.attempt(attempt(server.address(), StarttlsMode.OBSERVE))
                .subscribe();
        await(() -> server.openConnections() == 1);
        assertThat(sockets).hasValue(1);
        running.dispose();
        await(() -> sockets.get() == 0);
    }

    @Test
    void everyByteCanArriveAlone() {
        Script script = Script.esmtp(GREETING, LIST)
                .with(Cue.ACCEPT, greeting -> greeting.dripping(Duration.ofMillis(1)))
                .with(Cue.EHLO, list -> list.dripping(Duration.ofMillis(1)));
        assertThat(answered(script).ehlo().verbs().keys()).containsExactly("SIZE", "X-EXPS", "XEXCH50");
    }

    @Test
    void nothingIsSentDuringASlowGreeting() {
        Script script = Script.esmtp(GREETING, LIST)
                .on(
                        Cue.ACCEPT,
                        Reaction.lines("220-wait")
                                .thenPause(Duration.ofMillis(300))
                                .then(Reaction.lines(GREETING)));
        answered(script);
        assertThat(received().earlyTalk()).isEmpty();
    }

    @Test
    void silenceAfterAcceptIsATimeoutAtTheGreeting() {
        failed(Script.silent(), Stage.GREETING, Reason.TIMEOUT);
    }

    @Test
    void silenceAfterEhloIsATimeoutAtEhlo() {
        Failure failure =
                failed(Script.esmtp(GREETING, LIST).on(Cue.EHLO, Reaction.silence()), Stage.EHLO, Reason.TIMEOUT);
        assertThat(failure.detail()).isEqualTo("no reply within 600 ms");
    }

    @Test
    void slowBytesDoNotExtendTheDialogue() {
        Script script = Script.accepting(Reaction.bytes("2".repeat(1_000)).dripping(Duration.ofMillis(50)));
        failed(script, Stage.GREETING, Reason.TIMEOUT);
    }

    @Test
    void anEndlessGreetingIsTooLarge() {
        failed(Script.accepting(Reaction.flood("220-for ever", 10_000_000)), Stage.GREETING, Reason.TOO_LARGE);
    }

    @Test
    void anEndlessLineIsTooLarge() {
        failed(Script.accepting(Reaction.bytes("2".repeat(100_000))), Stage.GREETING, Reason.TOO_LARGE);
    }

    @Test
    void endlessVerbsAreTooLarge() {
        Script script = Script.esmtp(GREETING, LIST).on(Cue.EHLO, Reaction.flood("250-VERB", 10_000_000));
        failed(script, Stage.EHLO, Reason.TOO_LARGE);
    }

    @Test
    void garbageIsNotSmtp() {
        failed(Script.accepting(Reaction.bytes("\u0000\u0001\u00ff\r\n\u0007\r\n")), Stage.GREETING, Reason.NOT_SMTP);
    }

    @Test
    void anotherProtocolIsNotSmtp() {
        failed(Script.accepting(Reaction.lines("HTTP/1.1 400 Bad Request")), Stage.GREETING, Reason.NOT_SMTP);
    }

    @Test
    void aResetKeepsItsStage() {
        failed(Script.accepting(Reaction.silence().thenReset()), Stage.GREETING, Reason.RESET);
        failed(Script.esmtp(GREETING, LIST).on(Cue.EHLO, Reaction.silence().thenReset()), Stage.EHLO, Reason.RESET);
    }

    @Test
    void closingWithoutAReplyIsClosed() {
        failed(Script.accepting(Reaction.silence().thenClose()), Stage.GREETING, Reason.CLOSED);
    }

    @Test
    void aReplyThatBreaksOffIsTruncated() {
        Script script = Script.esmtp(GREETING, LIST)
                .on(Cue.EHLO, Reaction.lines("250-mail\n250-XEXCH50").thenClose());
        failed(script, Stage.EHLO, Reason.TRUNCATED);
    }

    @Test
    void halfCloseInTheListIsTruncated() {
        Script script = Script.esmtp(GREETING, LIST)
                .on(Cue.EHLO, Reaction.lines("250-mail\n250-XEXCH50").thenHalfClose());
        failed(script, Stage.EHLO, Reason.TRUNCATED);
    }

    @Test
    void heloIsTriedOnTheSameConnection() {
        Script script = Script.esmtp(GREETING, "502 no such command").on(Cue.HELO, Reaction.lines("250 mail"));
        assertThat(answered(script).helo()).isNotNull();
        assertThat(received().lines()).containsExactly("EHLO scanner.example.com", "HELO scanner.example.com", "QUIT");
    }

    @Test
    void connectionAfterRejectedEhloBeginsWithHelo() {
        Script script = Script.esmtp(GREETING, LIST)
                .on(Cue.EHLO, Reaction.lines("550 Huh?").thenClose())
                .on(Cue.HELO, Reaction.lines("250 mail"));
        start(script);
        ProbeOutcome first = dialogue.attempt(attempt(server.address(), StarttlsMode.OBSERVE))
                .block(PATIENCE);
        assertThat(first.observation().laterFailure().stage()).isEqualTo(Stage.HELO);
        Attempt again = attempt(server.address(), StarttlsMode.OBSERVE);
        ProbeOutcome second = dialogue.attempt(new Attempt(
                        again.target(), again.address(), again.ehloName(), Attempt.Opening.HELO, again.timeouts()))
                .block(PATIENCE);
        assertThat(second).isInstanceOf(ProbeOutcome.Answered.class);
        server.idle().block(PATIENCE);
        assertThat(server.received().get(1).lines()).containsExactly("HELO scanner.example.com", "QUIT");
    }

    @Test
    void aRefusedConnectionIsRefused() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        InetSocketAddress closedPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ProbeOutcome outcome =
                dialogue.attempt(attempt(closedPort, StarttlsMode.OBSERVE)).block(PATIENCE);
        assertThat(((ProbeOutcome.Failed) outcome).failure())
                .extracting(Failure::stage, Failure::reason)
                .containsExactly(Stage.CONNECT, Reason.REFUSED);
    }

    @Test
    void endAfterQuitIsNotAFailure() {
        for (Reaction end : List.of(
                Reaction.silence(),
                Reaction.silence().thenClose(),
                Reaction.silence().thenReset(),
                Reaction.lines("500 what?"))) {
            assertThat(answered(Script.esmtp(GREETING, LIST).on(Cue.QUIT, end)).ehlo())
                    .isNotNull();
        }
    }

    @Test
    void garbageInsteadOfTlsKeepsTheUnencryptedVerbs() {
        Script script = Script.esmtp(GREETING, LIST + "\n250 STARTTLS")
                .on(
                        Cue.STARTTLS,
                        Reaction.lines("220 go")
                                .thenPause(Duration.ofMillis(100))
                                .then(Reaction.bytes("no TLS at all\r\n")));
        start(script);
        Observation seen = observation(StarttlsMode.NEGOTIATE);
        assertThat(seen.ehlo().verbs().has("XEXCH50")).isTrue();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
    }

    @Test
    void quitIsSentAfterATimeout() {
        failed(Script.esmtp(GREETING, LIST).on(Cue.EHLO, Reaction.silence()), Stage.EHLO, Reason.TIMEOUT);
        await(() -> server.openConnections() == 0);
        assertThat(received().lines()).containsExactly("EHLO scanner.example.com", "QUIT");
    }

    @Test
    void nothingIsSentBeforeTheGreeting() {
        failed(Script.silent(), Stage.GREETING, Reason.TIMEOUT);
        await(() -> server.openConnections() == 0);
        assertThat(received().lines()).isEmpty();
    }

    @Test
    void cancellingAfterTheGreetingSendsQuit() {
        start(Script.esmtp(GREETING, LIST).on(Cue.EHLO, Reaction.silence()));
        Disposable running = dialogue.attempt(attempt(server.address(), StarttlsMode.OBSERVE))
                .subscribe();
        await(() -> server.openConnections() == 1);
        await(() -> server.counts().of(Cue.EHLO) == 1);
        running.dispose();
        await(() -> server.openConnections() == 0);
        assertThat(received().lines()).containsExactly("EHLO scanner.example.com", "QUIT");
    }

    @Test
    void cancellingClosesTheConnection() {
        start(Script.silent());
        Disposable running = dialogue.attempt(attempt(server.address(), StarttlsMode.OBSERVE))
                .subscribe();
        await(() -> server.openConnections() == 1);
        running.dispose();
        await(() -> server.openConnections() == 0);
    }

    /** The server sees the close a moment after the client. */
    private static void await(BooleanSupplier condition) {
        assertTimeoutPreemptively(PATIENCE, () -> {
            while (!condition.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private Observation answered(Script script) {
        start(script);
        return observation(StarttlsMode.OBSERVE);
    }

    private Observation observation(StarttlsMode starttls) {
        ProbeOutcome outcome =
                dialogue.attempt(attempt(server.address(), starttls)).block(PATIENCE);
        assertThat(outcome).isInstanceOf(ProbeOutcome.Answered.class);
        server.idle().block(PATIENCE);
        return outcome.observation();
    }

    private Failure failed(Script script, Stage stage, Reason reason) {
        start(script);
        ProbeOutcome outcome = dialogue.attempt(attempt(server.address(), StarttlsMode.OBSERVE))
                .block(PATIENCE);
        assertThat(outcome).isInstanceOf(ProbeOutcome.Failed.class);
        Failure failure = ((ProbeOutcome.Failed) outcome).failure();
        assertThat(failure).extracting(Failure::stage, Failure::reason).containsExactly(stage, reason);
        return failure;
    }

    private void start(Script script) {
        assertNothingStaysOpen();
        server = SimulatedServer.start(new Persona.Speaks(script)).block(PATIENCE);
    }

    private ReceivedDialogue received() {
        return server.received().get(0);
    }

    private static Attempt attempt(InetSocketAddress address, StarttlsMode starttls) {
        Duration brief = Duration.ofMillis(600);
        Timeouts timeouts = new Timeouts(brief, brief, Duration.ofSeconds(2), brief, Duration.ofSeconds(5));
        return Attempts.of(
                address,
                "mail.example.com",
                "scanner.example.com",
                Attempt.Opening.EHLO,
                starttls,
                TlsMode.STARTTLS,
                timeouts);
    }
}
