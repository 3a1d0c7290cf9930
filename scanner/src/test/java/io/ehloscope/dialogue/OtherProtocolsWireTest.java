package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.tls.TlsUpgrade;
import io.ehloscope.tls.TrustAnchors;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.resources.LoopResources;

/** Servers that do not speak SMTP, or only half of it, over real sockets: the verdict and what the scanner sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherProtocolsWireTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Classifier CLASSIFIER = Catalogue.load().classifier(Map.of());

    private LoopResources loops;
    private SmtpClient client;

    /** How a dialogue ended, and the lines that the server received. */
    private record Result(ProbeOutcome outcome, Assessment assessment, List<String> received) {
        @Nullable
        Reason reason() {
            return outcome instanceof ProbeOutcome.Failed failed
                    ? failed.failure().reason()
                    : null;
        }
    }

    @BeforeAll
    void openLoops() {
        loops = LoopResources.create("other-protocols", 1, true);
        client = new SmtpClient(
                loops,
                new TlsUpgrade(TrustAnchors.ofThisJava(), Clock.systemUTC(), Runnable::run),
                new AtomicInteger());
    }

    @AfterAll
    void closeLoops() {
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(PATIENCE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "vsftpd      | 220 (vsFTPd 3.0.3)            | 530 Please login with USER and PASS.",
                "Pure-FTPd   | 220 Welcome to Pure-FTPd       | 530 You aren't logged in",
                "IIS FTP     | 220 Microsoft FTP Service      | 500 'EHLO': command not understood",
                "LMTP        | 220 mail LMTP ready            | 500 what?",
                "Dovecot     | 220 mail Dovecot ready.        | 500 5.5.1 This is LMTP, use LHLO",
                "NNTP        | 200 news NNRP ready            | 500 What?",
                "poppassd    | 200 hello, who are you?        | 500 Username required.",
                "a colon     | 200:Ok                         | 200:Ok",
                "no blank    | 220OK                          | 250OK",
                "no blank 2  | 220 ready                      | 250OK",
                "mixed codes | 220 ready                      | 250-mail/550 no",
                "mixed 2xx   | 220 ready                      | 250-mail/220-SIZE 1000/250 XEXCH50",
                "no code     | 220 ready                      | 250-mail/SIZE 1000/250 XEXCH50"
            })
    void serverThatDoesNotSpeakSmtpIsUnreachable(String name, String greeting, String answer) {
        String lines = answer.replace('/', '\n');
        Result result = probe(Script.esmtp(greeting, lines).on(Cue.HELO, Reaction.lines(lines)), StarttlsMode.OBSERVE);
        assertThat(result.assessment().verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(result.reason()).isEqualTo(Reason.NOT_SMTP);
        assertThat(result.outcome().observation().reply()).isNull();
        assertThat(result.assessment().reasons())
                .noneMatch(each -> each.contains("block list") || each.contains("ehlo_name"));
    }

    @ParameterizedTest
    @CsvSource({"523", "530", "534", "535", "550", "551", "554", "556"})
    void heloIsTriedAfterEveryPermanentRefusal(int code) {
        Script script = Script.esmtp("220 mail", code + " no").on(Cue.HELO, Reaction.lines("250 mail"));
        Result result = probe(script, StarttlsMode.OBSERVE);
        assertThat(result.assessment().verdict()).isEqualTo(Verdict.HELO_ONLY);
        assertThat(result.received()).containsExactly("EHLO scanner.example.com", "HELO scanner.example.com", "QUIT");
    }

    @Test
    void refusedEhloAndSilentHeloIsRefusedWithTheText() {
        for (Reaction end : List.of(
                Reaction.silence(),
                Reaction.silence().thenClose(),
                Reaction.silence().thenReset())) {
            Result result =
                    probe(Script.esmtp("220 mail", "554 5.7.1 go away").on(Cue.HELO, end), StarttlsMode.OBSERVE);
            assertThat(result.assessment().verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(result.reason()).isEqualTo(Reason.REJECTED_PERMANENTLY);
            assertThat(result.assessment().reasons())
                    .anyMatch(each -> each.contains("554 5.7.1 go away"))
                    .anyMatch(each -> each.startsWith("HELO, sent after the refusal, got no complete answer: "));
        }
    }

    @ParameterizedTest
    @CsvSource({"250 OK", "250 Ready to start TLS", "200 go", "240 go"})
    void anotherPositiveReplyToStarttlsIsAFailureAndNoVerb(String reply) {
        Script script = Script.esmtp("220 mail", "250-mail\n250-SIZE 1000\n250 STARTTLS")
                .on(Cue.STARTTLS, Reaction.lines(reply));
        Result result = probe(script, StarttlsMode.NEGOTIATE);
        assertThat(result.outcome().observation().ehlo().verbs().keys()).containsExactly("SIZE", "STARTTLS");
        assertThat(result.assessment().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.STARTTLS_FAILED);
            assertThat(finding.sentence())
                    .isEqualTo("STARTTLS is offered, but was answered with another reply than 220: " + reply);
        });
        assertThat(result.received()).containsExactly("EHLO scanner.example.com", "STARTTLS", "QUIT");
    }

    @Test
    void bytesBehindARefusedStarttlsAreAFinding() {
        Script script = Script.esmtp("220 mail", "250-mail\n250 STARTTLS")
                .on(Cue.STARTTLS, Reaction.lines("454 not now\n250 INJECTED"));
        Result result = probe(script, StarttlsMode.NEGOTIATE);
        assertThat(result.assessment().findings())
                .extracting(each -> each.kind())
                .contains(FindingKind.STARTTLS_FAILED, FindingKind.STARTTLS_INJECTION);
        assertThat(result.outcome().observation().ehlo().verbs().keys()).containsExactly("STARTTLS");
    }

    @Test
    void serverThatAnswersEveryCommandWithOkIsNoMiddlebox() {
        Result result = probe(Script.esmtp("220 printer ready", "250 OK"), StarttlsMode.NEGOTIATE);
        assertThat(result.assessment().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(result.assessment().reasons())
                .anyMatch(each -> each.contains("the two cannot be distinguished"))
                .noneMatch(each -> each.contains("replaced the command"));
    }

    private Result probe(Script script, StarttlsMode starttls) {
        SimulatedServer server =
                SimulatedServer.start(new Persona.Speaks(script)).block(PATIENCE);
        try {
            Duration brief = Duration.ofMillis(600);
            Attempt attempt = Attempts.of(
                    server.address(),
                    "mail.example.com",
                    "scanner.example.com",
                    Attempt.Opening.EHLO,
                    starttls,
                    TlsMode.STARTTLS,
                    new Timeouts(brief, brief, Duration.ofSeconds(2), brief, Duration.ofSeconds(5)));
            ProbeOutcome outcome = client.attempt(attempt).block(PATIENCE);
            server.idle().block(PATIENCE);
            return new Result(
                    outcome,
                    CLASSIFIER.assess(outcome, Expectation.of("auto", 25)),
                    server.received().get(0).lines());
        } finally {
            server.stop().block(PATIENCE);
        }
    }
}
