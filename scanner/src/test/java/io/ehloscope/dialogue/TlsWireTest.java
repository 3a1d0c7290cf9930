package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerTls;
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
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.tls.TlsUpgrade;
import io.ehloscope.tls.TrustAnchors;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.resources.LoopResources;

/** STARTTLS and TLS from the first byte over real sockets, with correct servers and with every kind of faulty one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsWireTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GREETING = "220 mail.example.com ESMTP";
    private static final String PLAIN = """
            250-mail.example.com Hello
            250-X-EXPS GSSAPI NTLM
            250-STARTTLS
            250 XEXCH50""";
    private static final String INSIDE = """
            250-mail.example.com Hello
            250-X-EXPS GSSAPI NTLM LOGIN
            250 XEXCH50""";

    private final X509Bundle root = Certificates.root();
    private final X509Bundle good = Certificates.server(root);
    private final ExecutorService tasks = Executors.newFixedThreadPool(2);
    private LoopResources loops;
    private SmtpClient dialogue;
    private SimulatedServer server;

    @BeforeAll
    void openLoops() {
        loops = LoopResources.create("tls-wire-test", 2, true);
        TrustAnchors authorities = TrustAnchors.ofThisJavaAnd(List.of(root.getCertificate()));
        dialogue = new SmtpClient(loops, new TlsUpgrade(authorities, Clock.systemUTC(), tasks), new AtomicInteger());
    }

    @AfterAll
    void closeLoops() {
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(PATIENCE);
        tasks.shutdownNow();
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.stop().block(PATIENCE);
        }
    }

    @Test
    void everyPropertyOfTlsIsRecorded() {
        Observation seen = negotiated(Certificates.serving(good));
        assertThat(seen.ehlo().verbs().keys()).containsExactly("X-EXPS", "STARTTLS", "XEXCH50");
        assertThat(seen.ehloTls().verbs().keys()).containsExactly("X-EXPS", "XEXCH50");
        PeerTls tls = seen.tls();
        assertThat(tls.version()).isEqualTo("TLSv1.3");
        assertThat(tls.cipher()).startsWith("TLS_");
        assertThat(tls.subject()).isEqualTo("CN=mail.example.com");
        assertThat(tls.issuer()).isEqualTo("CN=Our Root");
        assertThat(tls.leaf().alternativeNames()).containsExactly("mail.example.com");
        assertThat(tls.leaf().key()).isEqualTo("EC 256");
        assertThat(tls.leaf().notBefore())
                .isEqualTo(good.getCertificate().getNotBefore().toInstant());
        assertThat(tls.notAfter()).isEqualTo(good.getCertificate().getNotAfter().toInstant());
        assertThat(tls.chain()).hasSize(1);
        assertThat(tls.distrust()).isEmpty();
        assertThat(tls.hostnameMatches()).isTrue();
        assertThat(seen.timings().stages()).containsKeys(Stage.STARTTLS, Stage.TLS, Stage.EHLO_TLS);
    }

    @Test
    void untrustedCertificateIsAcceptedAndRecorded() {
        X509Bundle bad = Certificates.server(null, builder -> Certificates.expired(builder.subject("CN=old")));
        Observation seen = negotiated(Certificates.serving(bad));
        assertThat(seen.ehloTls()).isNotNull();
        assertThat(seen.tls().distrust())
                .containsExactly(
                        "it expired on 2024-03-01", "it is self-signed, and is not among the trusted authorities");
    }

    @Test
    void mismatchedNameIsRecorded() {
        X509Bundle other = Certificates.server(root, builder -> builder.copy());
        start(starttls(Reaction.lines("220 go").thenUpgrade(Certificates.serving(other), inside())));
        Attempt attempt = attempt("other.example.com", StarttlsMode.NEGOTIATE, TlsMode.STARTTLS);
        Observation seen = dialogue.attempt(attempt).block(PATIENCE).observation();
        assertThat(seen.tls().trusted()).isTrue();
        assertThat(seen.tls().hostnameMatches()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, TLS_RSA_WITH_AES_128_CBC_SHA",
        "TLSv1.1, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLSv1, TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
        "TLSv1, SSL_RSA_WITH_3DES_EDE_CBC_SHA",
        "TLSv1, SSL_RSA_WITH_RC4_128_SHA",
        "SSLv3, SSL_RSA_WITH_RC4_128_MD5"
    })
    void legacyVersionsAndSuitesAreNegotiatedAndRecorded(String version, String suite) {
        X509Bundle rsa = Certificates.server(root, builder -> builder.rsa2048());
        Observation seen = negotiated(Certificates.serving(rsa, List.of(suite), version));
        assertThat(seen.ehloTls()).isNotNull();
        assertThat(seen.tls().version()).isEqualTo(version);
        assertThat(seen.tls().cipher()).isEqualTo(suite);
        assertThat(seen.tls().trusted()).isTrue();
        assertThat(seen.tls().groupBits() != null).isEqualTo(suite.contains("_DHE_"));
    }

    @Test
    void handshakeWithoutCommonSuiteReportsTheAlert() {
        X509Bundle rsa = Certificates.server(root, builder -> builder.rsa2048());
        SslContext anonymous = Certificates.serving(rsa, List.of("TLS_DHE_DSS_WITH_AES_128_CBC_SHA"), "TLSv1.2");
        assertThat(failed(Reaction.lines("220 go").thenUpgrade(anonymous, inside())))
                .anyMatch(remark -> remark.contains("the alert handshake_failure: it has no cipher suite"));
    }

    @Test
    void chainOfAHundredCertificatesFailsOnlyTls() {
        SslContext long100 = Certificates.serving(Certificates.withChainLength(root, 100));
        assertThat(failed(Reaction.lines("220 go").thenUpgrade(long100, inside())))
                .anyMatch(remark -> remark.contains("a chain of 100 certificates") || remark.contains(" bytes in "));
    }

    @Test
    void hugeCertificateFailsOnlyTls() {
        X509Bundle huge = Certificates.server(root, builder -> {
            for (int i = 0; i < 2_000; i++) {
                builder.addSanDnsName("a-rather-long-name-of-no-use-number-" + i + ".example.com");
            }
            return builder;
        });
        assertThat(failed(Reaction.lines("220 go").thenUpgrade(Certificates.serving(huge), inside())))
                .anyMatch(remark ->
                        remark.contains(" bytes in one message") || remark.contains(" bytes in the TLS handshake"));
    }

    @Test
    void certificateWithManyNamesIsKeptInPart() {
        X509Bundle many = Certificates.server(root, builder -> {
            for (int i = 0; i < 300; i++) {
                builder.addSanDnsName("mail" + i + ".example.org");
            }
            return builder.addSanDnsName("last.example.com");
        });
        start(starttls(Reaction.lines("220 go").thenUpgrade(Certificates.serving(many), inside())));
        Attempt attempt = attempt("last.example.com", StarttlsMode.NEGOTIATE, TlsMode.STARTTLS);
        Observation seen = dialogue.attempt(attempt).block(PATIENCE).observation();
        assertThat(seen.tls().leaf().alternativeNames()).hasSize(100);
        assertThat(seen.tls().hostnameMatches()).isTrue();
    }

    @Test
    void plainTextInsteadOfAHandshakeIsQuoted() {
        Reaction stillPlain = Reaction.lines("220 go")
                .thenPause(Duration.ofMillis(50))
                .then(Reaction.lines("250-evil\n250 INJECTED"));
        assertThat(failed(stillPlain))
                .anyMatch(
                        remark -> remark.contains("in the clear, with \"250-evil") && remark.contains("CVE-2011-0411"));
    }

    @Test
    void plainTextAfterTheReplyIsDroppedAndTheHandshakeContinues() {
        Reaction injected = Reaction.bytes("220 go\r\n250-evil\r\n250 INJECTED\r\n")
                .thenUpgrade(Certificates.serving(good), inside());
        start(starttls(injected));
        Observation seen = probe(StarttlsMode.NEGOTIATE, TlsMode.STARTTLS).observation();
        assertThat(seen.starttls()).isEqualTo(Starttls.NEGOTIATED);
        assertThat(seen.ehloTls().verbs().keys()).containsExactly("X-EXPS", "XEXCH50");
        assertThat(ObservedSentences.of(seen))
                .anyMatch(remark -> remark.startsWith("24 bytes arrived unencrypted after"));
    }

    @Test
    void closeDuringTheHandshakeIsReported() {
        assertThat(failed(Reaction.lines("220 go")
                        .thenPause(Duration.ofMillis(50))
                        .thenClose()))
                .anyMatch(remark -> remark.contains("the server closed the connection during the TLS handshake"));
    }

    @Test
    void resetDuringTheHandshakeIsReported() {
        assertThat(failed(Reaction.lines("220 go")
                        .thenPause(Duration.ofMillis(50))
                        .thenReset()))
                .anyMatch(remark -> remark.contains("reset"));
    }

    @Test
    void silenceInsteadOfAHandshakeIsATimeout() {
        assertThat(failed(Reaction.lines("220 go"))).anyMatch(remark -> remark.contains("no TLS handshake within 2 s"));
    }

    @Test
    void tlsAlertInsteadOfAHandshakeIsReported() {
        assertThat(failed(Reaction.bytes("220 go\r\n")
                        .thenPause(Duration.ofMillis(50))
                        .then(Reaction.bytes("\u0015\u0003\u0001\u0000\u0002\u0002\u0046"))))
                .anyMatch(remark -> remark.contains("the alert protocol_version"));
    }

    @Test
    void silenceInsideTlsKeepsTheUnencryptedVerbs() {
        Reaction mute = Reaction.lines("220 go").thenUpgrade(Certificates.serving(good), Script.silent());
        start(starttls(mute));
        Observation seen = probe(StarttlsMode.NEGOTIATE, TlsMode.STARTTLS).observation();
        assertThat(seen.ehlo().verbs().has("XEXCH50")).isTrue();
        assertThat(seen.ehloTls()).isNull();
        assertThat(seen.starttls()).isEqualTo(Starttls.NEGOTIATED);
        assertThat(ObservedSentences.of(seen)).anyMatch(remark -> remark.startsWith("at ehlo_tls"));
    }

    @Test
    void implicitTlsEncryptsTheWholeDialogue() {
        start(tlsFirst(Certificates.serving(good), INSIDE));
        ProbeOutcome outcome = probe(StarttlsMode.NEGOTIATE, TlsMode.IMPLICIT);
        assertThat(outcome).isInstanceOf(ProbeOutcome.Answered.class);
        Observation seen = outcome.observation();
        assertThat(seen.greeting().text()).contains("ESMTP");
        assertThat(seen.ehlo()).isNull();
        assertThat(seen.ehloTls().verbs().keys()).containsExactly("X-EXPS", "XEXCH50");
        assertThat(seen.starttls()).isNull();
        assertThat(seen.tls().trusted()).isTrue();
        assertThat(server.received().get(0).lines()).containsExactly("EHLO scanner.example.com", "QUIT");
    }

    @Test
    void implicitTlsWithAnUnencryptedServerFailsAndQuotesIt() {
        start(Script.esmtp(GREETING, PLAIN));
        Failure failure = failure(TlsMode.IMPLICIT);
        assertThat(failure.stage()).isEqualTo(Stage.TLS);
        assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
        assertThat(failure.detail()).contains("in the clear, with \"220 mail.example.com ESMTP");
    }

    @Test
    void unencryptedDialogueWithAnImplicitTlsServerFailsAtTheGreeting() {
        start(Script.silent());
        assertThat(failure(TlsMode.STARTTLS).stage()).isEqualTo(Stage.GREETING);
    }

    /** {@link Cue#ACCEPT} upgrades at once; the inner script sends its greeting itself. */
    private static Script tlsFirst(SslContext tls, String list) {
        return Script.accepting(Reaction.silence()
                .thenUpgrade(tls, Script.esmtp(GREETING, list))
                .then(Reaction.lines(GREETING)));
    }

    private static Script inside() {
        return Script.esmtp(GREETING, INSIDE);
    }

    private static Script starttls(Reaction reaction) {
        return Script.esmtp(GREETING, PLAIN).on(Cue.STARTTLS, reaction).on(Cue.OTHER, Reaction.silence());
    }

    private Observation negotiated(SslContext tls) {
        start(starttls(Reaction.lines("220 go").thenUpgrade(tls, inside())));
        Observation seen = probe(StarttlsMode.NEGOTIATE, TlsMode.STARTTLS).observation();
        assertThat(seen.starttls()).as(ObservedSentences.of(seen).toString()).isEqualTo(Starttls.NEGOTIATED);
        return seen;
    }

    /** The remarks of a dialogue whose TLS fails; it keeps the unencrypted verbs. */
    private List<String> failed(Reaction toStarttls) {
        start(starttls(toStarttls));
        ProbeOutcome outcome = probe(StarttlsMode.NEGOTIATE, TlsMode.STARTTLS);
        assertThat(outcome).isInstanceOf(ProbeOutcome.Answered.class);
        Observation seen = outcome.observation();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("X-EXPS", "STARTTLS", "XEXCH50");
        assertThat(seen.ehloTls()).isNull();
        assertThat(seen.starttls()).isEqualTo(Starttls.FAILED);
        return ObservedSentences.of(seen);
    }

    private Failure failure(TlsMode tls) {
        ProbeOutcome outcome = probe(StarttlsMode.OBSERVE, tls);
        assertThat(outcome).isInstanceOf(ProbeOutcome.Failed.class);
        return ((ProbeOutcome.Failed) outcome).failure();
    }

    private void start(Script script) {
        stopServer();
        server = SimulatedServer.start(new Persona.Speaks(script)).block(PATIENCE);
    }

    private ProbeOutcome probe(StarttlsMode starttls, TlsMode tls) {
        ProbeOutcome outcome =
                dialogue.attempt(attempt(Certificates.HOST, starttls, tls)).block(PATIENCE);
        server.idle().block(PATIENCE);
        return outcome;
    }

    private Attempt attempt(String host, StarttlsMode starttls, TlsMode tls) {
        Duration brief = Duration.ofSeconds(2);
        Duration whole = Duration.ofSeconds(20);
        Timeouts timeouts = new Timeouts(brief, brief, brief, brief, whole);
        return Attempts.of(
                server.address(), host, "scanner.example.com", Attempt.Opening.EHLO, starttls, tls, timeouts);
    }
}
