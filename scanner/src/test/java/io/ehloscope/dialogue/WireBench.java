package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.ReceivedDialogue;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.tls.TlsUpgrade;
import io.ehloscope.tls.TrustAnchors;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.netty.resources.LoopResources;

/** Whole dialogues over real sockets, each with a server of its own that is gone when the dialogue has been looked at. */
final class WireBench implements BeforeAllCallback, AfterAllCallback {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Short, because what never comes is waited for to the end; the greeting's is longer, because most have one. */
    static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(1_500),
            Duration.ofMillis(1_000),
            Duration.ofSeconds(5));

    /** For what ends by itself, however slow the machine is. */
    static final Timeouts LONG = new Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(50));

    static final String GREETING = "220 mail.example.com ESMTP";
    static final String LIST = "250-mail.example.com Hello\n250-SIZE 1000\n250-X-EXPS NTLM\n250 XEXCH50";

    private final Classifier classifier = Catalogue.load().classifier(Map.of());
    private LoopResources loops;
    private SmtpClient dialogue;

    @Override
    public void beforeAll(ExtensionContext context) {
        loops = LoopResources.create("wire-bench", 1, true);
        dialogue = new SmtpClient(
                loops,
                new TlsUpgrade(TrustAnchors.ofThisJava(), Clock.systemUTC(), Runnable::run),
                new AtomicInteger());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(PATIENCE);
    }

    /** A server that does as it should. */
    static Script healthy() {
        return Script.esmtp(GREETING, LIST);
    }

    /** The same, but for one cue. */
    static Script healthyBut(Cue cue, Reaction reaction) {
        return healthy().on(cue, reaction);
    }

    /** The dialogue with such a server fails so, and says that nothing of the server is known. */
    Observation fails(Script script, Stage stage, Reason reason) {
        ProbeOutcome outcome = outcome(script, StarttlsMode.OBSERVE).outcome();
        assertThat(outcome).isInstanceOf(ProbeOutcome.Failed.class);
        assertThat(((ProbeOutcome.Failed) outcome).failure())
                .extracting(Failure::stage, Failure::reason)
                .containsExactly(stage, reason);
        assertThat(verdict(outcome)).isEqualTo(Verdict.UNREACHABLE);
        assertThat(outcome.observation().ehlo()).isNull();
        return outcome.observation();
    }

    /** The dialogue with such a server gives the whole list. */
    Observation answers(Script script) {
        return answers(script, StarttlsMode.OBSERVE).outcome().observation();
    }

    /** The same, with or without STARTTLS. */
    Ended answers(Script script, StarttlsMode starttls) {
        Ended ended = outcome(script, starttls);
        assertThat(ended.outcome()).isInstanceOf(ProbeOutcome.Answered.class);
        return ended;
    }

    /** One dialogue with such a server: in bounded time, and with nothing left open. */
    Ended outcome(Script script, StarttlsMode starttls) {
        return outcome(script, starttls, Attempt.Opening.EHLO);
    }

    /** The same, with EHLO or HELO first. */
    Ended outcome(Script script, StarttlsMode starttls, Attempt.Opening opening) {
        return outcome(script, starttls, opening, TlsMode.STARTTLS);
    }

    /** The same, with TLS after STARTTLS or from the first byte. */
    Ended outcome(Script script, StarttlsMode starttls, Attempt.Opening opening, TlsMode tls) {
        SimulatedServer server =
                SimulatedServer.start(new Persona.Speaks(script)).block(PATIENCE);
        try {
            ProbeOutcome outcome = dialogue.attempt(attempt(server.address(), starttls, opening, tls))
                    .block(PATIENCE);
            server.idle().block(PATIENCE);
            assertThat(server.openConnections()).isZero();
            keepsBounds(outcome.observation());
            return new Ended(outcome, server.received());
        } finally {
            server.stop().block(PATIENCE);
        }
    }

    Verdict verdict(ProbeOutcome outcome) {
        return classifier.assess(outcome, Expectation.of("auto", 25)).verdict();
    }

    private static void keepsBounds(Observation seen) {
        // Twice, for a machine that does other things meanwhile.
        assertThat(seen.timings().total()).isLessThan(TIMEOUTS.total().multipliedBy(2));
        assertThat(seen.transcript().entries()).hasSizeLessThanOrEqualTo(Transcript.MAX_LINES);
        assertThat(seen.transcript().entries().stream()
                        .mapToInt(each -> each.line().length())
                        .sum())
                .isLessThanOrEqualTo(Transcript.MAX_CHARS);
    }

    static Attempt attempt(InetSocketAddress address, StarttlsMode starttls, Attempt.Opening opening) {
        return attempt(address, starttls, opening, TlsMode.STARTTLS);
    }

    static Attempt attempt(InetSocketAddress address, StarttlsMode starttls, Attempt.Opening opening, TlsMode tls) {
        return Attempts.of(address, "mail.example.com", "scanner.example.com", opening, starttls, tls, TIMEOUTS);
    }

    /** A dialogue in which TLS comes first. */
    static Attempt tlsFirst(InetSocketAddress address, Timeouts timeouts) {
        return Attempts.of(
                address,
                "mail.example.com",
                "scanner.example.com",
                Attempt.Opening.EHLO,
                StarttlsMode.OFF,
                TlsMode.IMPLICIT,
                timeouts);
    }

    /** The lines of a dialogue that say what happened to the connection. */
    static List<String> events(Observation seen) {
        return seen.transcript().entries().stream()
                .filter(each -> each.direction() == Transcript.Direction.EVENT)
                .map(Transcript.Entry::line)
                .toList();
    }

    /**
     * A dialogue that is over.
     *
     * @param outcome what came of it
     * @param heard what the server heard, one for each connection
     */
    record Ended(ProbeOutcome outcome, List<ReceivedDialogue> heard) {
        Observation seen() {
            return outcome.observation();
        }
    }
}
