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

/** Runs whole dialogues over real sockets, each with its own server, which is stopped afterwards. */
final class WireBench implements BeforeAllCallback, AfterAllCallback {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Short, because tests wait for the full timeout if nothing arrives; that of the greeting is longer, because most
     * servers send one.
     */
    static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(1_500),
            Duration.ofMillis(1_000),
            Duration.ofSeconds(5));

    /** For dialogues that end by themselves, however slow the machine is. */
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

    /** A correct server. */
    static Script healthy() {
        return Script.esmtp(GREETING, LIST);
    }

    /** A correct server, except for one cue. */
    static Script healthyBut(Cue cue, Reaction reaction) {
        return healthy().on(cue, reaction);
    }

    /** The dialogue fails at this stage and for this reason, and the verdict is unreachable. */
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

    /** EHLO is refused, HELO gets no answer for this reason, and the verdict is refused. */
    Observation refusesAndLeavesHelo(Script script, Reason reason) {
        ProbeOutcome outcome = outcome(script, StarttlsMode.OBSERVE).outcome();
        assertThat(outcome).isInstanceOf(ProbeOutcome.Failed.class);
        assertThat(((ProbeOutcome.Failed) outcome).failure())
                .extracting(Failure::stage, Failure::reason)
                .containsExactly(Stage.EHLO, Reason.REJECTED_PERMANENTLY);
        assertThat(outcome.observation().laterFailure())
                .extracting(Failure::stage, Failure::reason)
                .containsExactly(Stage.HELO, reason);
        assertThat(verdict(outcome)).isEqualTo(Verdict.REFUSED);
        return outcome.observation();
    }

    /** The dialogue is answered. */
    Observation answers(Script script) {
        return answers(script, StarttlsMode.OBSERVE).outcome().observation();
    }

    /** The dialogue is answered, with this STARTTLS mode. */
    Ended answers(Script script, StarttlsMode starttls) {
        Ended ended = outcome(script, starttls);
        assertThat(ended.outcome()).isInstanceOf(ProbeOutcome.Answered.class);
        return ended;
    }

    /** Runs one dialogue: it ends in bounded time, and leaves no connection open. */
    Ended outcome(Script script, StarttlsMode starttls) {
        return outcome(script, starttls, Attempt.Opening.EHLO);
    }

    /** Runs one dialogue that opens with EHLO or HELO. */
    Ended outcome(Script script, StarttlsMode starttls, Attempt.Opening opening) {
        return outcome(script, starttls, opening, TlsMode.STARTTLS);
    }

    /** Runs one dialogue with TLS after STARTTLS or from the first byte. */
    Ended outcome(Script script, StarttlsMode starttls, Attempt.Opening opening, TlsMode tls) {
        SimulatedServer server =
                SimulatedServer.start(new Persona.Speaks(script)).block(PATIENCE);
        try {
            ProbeOutcome outcome = dialogue.attempt(attempt(server.address(), starttls, opening, tls))
                    .block(PATIENCE);
            server.idle().block(PATIENCE);
            assertThat(server.openConnections()).isZero();
            assertBounds(outcome.observation());
            return new Ended(outcome, server.received());
        } finally {
            server.stop().block(PATIENCE);
        }
    }

    Verdict verdict(ProbeOutcome outcome) {
        return classifier.assess(outcome, Expectation.of("auto", 25)).verdict();
    }

    private static void assertBounds(Observation seen) {
        // Twice the total, because the machine may be busy.
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

    /** An attempt with TLS from the first byte. */
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

    /** The events of the transcript, without the lines that were sent or received. */
    static List<String> events(Observation seen) {
        return seen.transcript().entries().stream()
                .filter(each -> each.direction() == Transcript.Direction.EVENT)
                .map(Transcript.Entry::line)
                .toList();
    }

    /**
     * A dialogue that has ended.
     *
     * @param outcome its outcome
     * @param received what the server received, for each connection
     */
    record Ended(ProbeOutcome outcome, List<ReceivedDialogue> received) {
        Observation seen() {
            return outcome.observation();
        }
    }
}
