package io.ehloscope.dialogue;

import static io.ehloscope.classify.FindingKind.STARTTLS_FAILED;
import static io.ehloscope.classify.FindingKind.STARTTLS_INJECTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Verdict;
import io.ehloscope.dialogue.WireBench.Ended;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.smtp.EhloReply;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What follows STARTTLS, over real sockets: the evidence and the finding of each way in which servers break it, however
 * the bytes are divided into packets. The verbs before TLS stay, and so does the verdict on them.
 */
class StarttlsWireTest {

    /** Longer than one read of the scanner, shorter than any timeout. */
    private static final Duration MOMENT = Duration.ofMillis(20);

    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final String PLAIN = WireBench.LIST.replace("250 XEXCH50", "250-XEXCH50") + "\n250 STARTTLS";
    private static final List<String> PLAIN_VERBS = List.of("SIZE", "X-EXPS", "XEXCH50", "STARTTLS");
    private static final List<String> INSIDE_VERBS = List.of("SIZE", "X-EXPS", "XEXCH50");
    private static final SslContext TLS = Certificates.serving(Certificates.server(Certificates.root()));
    private static final SslContext TLS_1_2 = Certificates.serving(Certificates.server(Certificates.root()), "TLSv1.2");
    private static final Script INSIDE = Script.esmtp(WireBench.GREETING, WireBench.LIST);
    private static final String GO = "220 2.0.0 go ahead\r\n";

    private static final Classifier CLASSIFIER = Catalogue.load().classifier(Map.of());

    @RegisterExtension
    private static final WireBench WIRE = new WireBench();

    /**
     * How a dialogue ended.
     *
     * @param starttls the state of STARTTLS
     * @param stage the stage of the later failure; null if nothing failed
     * @param reasons the possible reasons of the later failure
     * @param code the reply code of the later failure; null if no reply caused it
     * @param findings the findings about STARTTLS
     * @param words a part of the sentence of the first of these findings
     */
    private record End(
            Starttls starttls,
            @Nullable Stage stage,
            Set<Reason> reasons,
            @Nullable Integer code,
            Set<FindingKind> findings,
            String words) {}

    private static End works() {
        return new End(Starttls.NEGOTIATED, null, Set.of(), null, Set.of(), "");
    }

    private static End worksDespiteInjection(int bytes) {
        String words = bytes + " bytes arrived unencrypted after the reply to STARTTLS";
        return new End(Starttls.NEGOTIATED, null, Set.of(), null, Set.of(STARTTLS_INJECTION), words);
    }

    private static End refused(Reason reason, int code, String words) {
        return new End(Starttls.FAILED, Stage.STARTTLS, Set.of(reason), code, Set.of(STARTTLS_FAILED), words);
    }

    private static End broken(Stage stage, String words, Reason... reasons) {
        Starttls starttls = stage == Stage.EHLO_TLS ? Starttls.NEGOTIATED : Starttls.FAILED;
        return new End(starttls, stage, Set.of(reasons), null, Set.of(STARTTLS_FAILED), words);
    }

    private static End refusedInside(Reason reason, int code, String words) {
        return new End(Starttls.NEGOTIATED, Stage.EHLO_TLS, Set.of(reason), code, Set.of(STARTTLS_FAILED), words);
    }

    static Stream<Arguments> wholeReplies() {
        return Stream.of(
                argumentSet("220 at once", toStarttls(upgrades(TLS, GO)), works()),
                argumentSet("220 at once, TLS 1.2", toStarttls(upgrades(TLS_1_2, GO)), works()),
                argumentSet("220 on two lines", toStarttls(upgrades(TLS, "220-go\r\n220 ahead\r\n")), works()),
                argumentSet("220 alone", toStarttls(upgrades(TLS, "220\r\n")), works()),
                argumentSet(
                        "220 a moment after the request",
                        toStarttls(Reaction.silence().thenPause(PAUSE).then(upgrades(TLS, GO))),
                        works()),
                argumentSet(
                        "a reply together with 220",
                        toStarttls(upgrades(TLS, GO + "250 2.0.0 OK\r\n")),
                        worksDespiteInjection(14)),
                argumentSet(
                        "a part of a line together with 220",
                        toStarttls(upgrades(TLS, GO + "250-evil")),
                        worksDespiteInjection(8)),
                argumentSet(
                        "bytes of TLS together with 220",
                        toStarttls(upgrades(TLS, GO + "\u0015\u0003\u0003\u0000\u0002\u0001\u005a")),
                        worksDespiteInjection(7)));
    }

    static Stream<Arguments> brokenReplies() {
        return Stream.of(
                argumentSet(
                        "454",
                        toStarttls(Reaction.lines("454 4.7.0 TLS not available due to local problem")),
                        refused(
                                Reason.REJECTED_TEMPORARILY,
                                454,
                                "refused when requested: 454 4.7.0 TLS not available due to local problem")),
                argumentSet(
                        "454 on two lines, then close",
                        toStarttls(Reaction.lines("454-TLS not available\n454 try later")
                                .thenClose()),
                        refused(Reason.REJECTED_TEMPORARILY, 454, "refused when requested: 454")),
                argumentSet(
                        "421, then close",
                        toStarttls(Reaction.lines("421 4.3.2 shutting down").thenClose()),
                        refused(Reason.REJECTED_TEMPORARILY, 421, "refused when requested: 421 4.3.2 shutting down")),
                argumentSet(
                        "502",
                        toStarttls(Reaction.lines("502 5.5.1 Command not implemented")),
                        refused(Reason.REJECTED_PERMANENTLY, 502, "refused when requested: 502 5.5.1")),
                argumentSet(
                        "554 in two packets",
                        toStarttls(Reaction.bytes("55").thenPause(PAUSE).then(Reaction.bytes("4 5.7.1 no\r\n"))),
                        refused(Reason.REJECTED_PERMANENTLY, 554, "refused when requested: 554 5.7.1 no")),
                argumentSet(
                        "354",
                        toStarttls(Reaction.lines("354 go on")),
                        refused(Reason.NOT_SMTP, 354, "was answered with another reply than 220: 354 go on")),
                argumentSet(
                        "221",
                        toStarttls(Reaction.lines("221 2.0.0 Bye").thenClose()),
                        refused(Reason.CLOSED, 221, "was answered with another reply than 220: 221 2.0.0 Bye")),
                argumentSet(
                        "250 instead of 220, then silence",
                        toStarttls(Reaction.lines("250 2.0.0 OK")),
                        refused(Reason.NOT_SMTP, 250, "was answered with another reply than 220: 250 2.0.0 OK")),
                argumentSet(
                        "250 instead of 220, then close",
                        toStarttls(Reaction.lines("250 2.0.0 OK").thenClose()),
                        refused(Reason.NOT_SMTP, 250, "was answered with another reply than 220: 250 2.0.0 OK")),
                argumentSet(
                        "silence",
                        toStarttls(Reaction.silence()),
                        broken(Stage.STARTTLS, "got no valid reply: no reply within 1 s", Reason.TIMEOUT)),
                argumentSet(
                        "half of 220",
                        toStarttls(Reaction.bytes("220 2.0")),
                        broken(Stage.STARTTLS, "got no valid reply: ", Reason.TIMEOUT)),
                argumentSet(
                        "half of 220, then close",
                        toStarttls(Reaction.bytes("220 2.0").thenClose()),
                        broken(Stage.STARTTLS, "got no valid reply: ", Reason.TRUNCATED)),
                argumentSet(
                        "close",
                        toStarttls(Reaction.silence().thenClose()),
                        broken(Stage.STARTTLS, "got no valid reply: the server closed the connection", Reason.CLOSED)),
                argumentSet(
                        "no SMTP",
                        toStarttls(Reaction.bytes("HTTP/1.0 400 Bad Request\r\n")),
                        broken(Stage.STARTTLS, "got no valid reply: ", Reason.NOT_SMTP)),
                argumentSet(
                        "TLS without 220",
                        toStarttls(Reaction.bytes("\u0015\u0003\u0003\u0000\u0002\u0002\u0028")),
                        broken(Stage.STARTTLS, "got no valid reply: ", Reason.NOT_SMTP)));
    }

    static Stream<Arguments> brokenHandshakes() {
        return Stream.of(
                argumentSet(
                        "close after 220",
                        toStarttls(Reaction.bytes(GO).thenClose()),
                        broken(Stage.TLS, "the TLS handshake failed: ", Reason.TLS_FAILED, Reason.CLOSED)),
                argumentSet(
                        "close during the handshake",
                        toStarttls(Reaction.bytes(GO).thenPause(PAUSE).thenClose()),
                        broken(Stage.TLS, "the TLS handshake failed: ", Reason.TLS_FAILED, Reason.CLOSED)),
                argumentSet(
                        "reset during the handshake",
                        toStarttls(Reaction.bytes(GO).thenPause(PAUSE).thenReset()),
                        broken(
                                Stage.TLS,
                                "the TLS handshake failed: ",
                                Reason.TLS_FAILED,
                                Reason.RESET,
                                Reason.CLOSED)),
                argumentSet(
                        "silence after 220",
                        toStarttls(Reaction.bytes(GO)),
                        broken(Stage.TLS, "the TLS handshake failed: no TLS handshake within 1 s", Reason.TIMEOUT)),
                argumentSet(
                        "an alert",
                        toStarttls(Reaction.bytes(GO)
                                .thenPause(PAUSE)
                                .then(Reaction.bytes("\u0015\u0003\u0003\u0000\u0002\u0002\u0028"))),
                        broken(
                                Stage.TLS,
                                "the TLS handshake failed: the server aborted the TLS handshake with the alert handshake_failure",
                                Reason.TLS_FAILED)),
                argumentSet(
                        "half of a handshake message",
                        toStarttls(Reaction.bytes(GO)
                                .thenPause(PAUSE)
                                .then(Reaction.bytes("\u0016\u0003\u0003\u0000\u007a\u0002\u0000"))
                                .thenClose()),
                        broken(Stage.TLS, "the TLS handshake failed: ", Reason.TLS_FAILED, Reason.CLOSED)),
                argumentSet(
                        "plain text instead of the handshake",
                        toStarttls(Reaction.bytes(GO).thenPause(PAUSE).then(Reaction.lines("250 2.0.0 OK"))),
                        broken(Stage.TLS, "the TLS handshake failed: ", Reason.TLS_FAILED)),
                argumentSet(
                        "a reply together with 220, then no handshake",
                        toStarttls(Reaction.bytes(GO + "250 2.0.0 OK\r\n")
                                .thenPause(PAUSE)
                                .thenClose()),
                        new End(
                                Starttls.FAILED,
                                Stage.TLS,
                                Set.of(Reason.TLS_FAILED, Reason.CLOSED),
                                null,
                                Set.of(STARTTLS_FAILED, STARTTLS_INJECTION),
                                "the TLS handshake failed: ")));
    }

    static Stream<Arguments> brokenInside() {
        return Stream.of(
                argumentSet(
                        "EHLO is refused temporarily",
                        inside(Reaction.lines("451 4.3.0 not now")),
                        refusedInside(Reason.REJECTED_TEMPORARILY, 451, "EHLO inside TLS failed: 451 4.3.0 not now")),
                argumentSet(
                        "EHLO is refused",
                        inside(Reaction.lines("503 5.5.1 no")),
                        refusedInside(Reason.REJECTED_PERMANENTLY, 503, "EHLO inside TLS failed: 503 5.5.1 no")),
                argumentSet(
                        "close",
                        inside(Reaction.silence().thenClose()),
                        broken(Stage.EHLO_TLS, "EHLO inside TLS failed: the server closed", Reason.CLOSED)),
                argumentSet(
                        "silence",
                        inside(Reaction.silence()),
                        broken(Stage.EHLO_TLS, "EHLO inside TLS failed: no reply within 1 s", Reason.TIMEOUT)),
                argumentSet(
                        "half of the list, then close",
                        inside(Reaction.bytes("250-mail\r\n250-SI").thenClose()),
                        broken(Stage.EHLO_TLS, "EHLO inside TLS failed: ", Reason.TRUNCATED)),
                argumentSet(
                        "half of the list, then silence",
                        inside(Reaction.bytes("250-mail\r\n250-SIZE\r\n")),
                        broken(Stage.EHLO_TLS, "EHLO inside TLS failed: ", Reason.TIMEOUT)),
                argumentSet(
                        "no SMTP",
                        inside(Reaction.bytes("HTTP/1.0 400 Bad Request\r\n")),
                        broken(Stage.EHLO_TLS, "EHLO inside TLS failed: ", Reason.NOT_SMTP)),
                argumentSet("the list in two packets", inside(inTwoPackets(WireBench.LIST)), works()),
                argumentSet(
                        "the list byte by byte",
                        inside(Reaction.lines(WireBench.LIST).inChunks(1, Duration.ofMillis(1))),
                        works()));
    }

    @ParameterizedTest
    @MethodSource({"wholeReplies", "brokenReplies", "brokenHandshakes", "brokenInside"})
    void everyEndHasItsEvidenceAndItsFinding(Script script, End end) {
        check(script, end);
    }

    /** TCP may divide the reply anywhere; no division is an injection, and none loses the handshake. */
    @ParameterizedTest
    @MethodSource("positions")
    void replyInTwoPacketsWorks(int position) {
        check(
                toStarttls(Reaction.bytes(GO.substring(0, position))
                        .thenPause(MOMENT)
                        .then(upgrades(TLS, GO.substring(position)))),
                works());
    }

    static IntStream positions() {
        return IntStream.range(1, GO.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void replyInManyPacketsWorks(int bytes) {
        Reaction divided = Reaction.bytes("220-go\r\n220 ahead\r\n").inChunks(bytes, Duration.ofMillis(2));
        check(toStarttls(divided.thenUpgrade(TLS, INSIDE)), works());
        check(
                toStarttls(Reaction.lines("454 4.7.0 no").inChunks(bytes, Duration.ofMillis(2))),
                refused(Reason.REJECTED_TEMPORARILY, 454, "refused when requested: 454 4.7.0 no"));
    }

    /** The end of the list decides that STARTTLS is requested; the reply may not be taken for a part of the list. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16})
    void listInManyPacketsIsWholeBeforeStarttls(int bytes) {
        Script script =
                toStarttls(upgrades(TLS, GO)).with(Cue.EHLO, list -> list.inChunks(bytes, Duration.ofMillis(1)));
        check(script, works());
    }

    /** Bytes before the 220 reply are not behind the border of TLS. */
    @ParameterizedTest
    @ValueSource(strings = {"250 DSN\r\n", "250-DSN\r\n250 8BITMIME\r\n"})
    void lateLineOfTheListBeforeTheReplyIsNoInjection(String late) {
        Ended ended = WIRE.answers(toStarttls(upgrades(TLS, late + GO)), StarttlsMode.NEGOTIATE);
        assertThat(ended.seen().starttls()).isEqualTo(Starttls.NEGOTIATED);
        assertThat(ended.seen().laterFailure()).isNull();
        assertThat(ended.seen().injection()).isNull();
        assertThat(verbs(ended.seen().ehlo())).containsAll(PLAIN_VERBS).contains("DSN");
        assertThat(findings(ended)).isEmpty();
    }

    private static void check(Script script, End end) {
        Ended ended = WIRE.answers(script, StarttlsMode.NEGOTIATE);
        Observation seen = ended.seen();
        String dialogue = seen.transcript().entries().toString();

        assertThat(verbs(seen.ehlo())).as(dialogue).isEqualTo(PLAIN_VERBS);
        assertThat(seen.starttls()).as(dialogue).isEqualTo(end.starttls);
        assertThat(seen.injection() != null).as(dialogue).isEqualTo(end.findings.contains(STARTTLS_INJECTION));
        Failure failure = seen.laterFailure();
        if (end.stage == null) {
            assertThat(failure).as(dialogue).isNull();
            assertThat(verbs(seen.ehloTls())).as(dialogue).isEqualTo(INSIDE_VERBS);
        } else {
            assertThat(failure).as(dialogue).isNotNull();
            assertThat(failure.stage()).as(dialogue).isEqualTo(end.stage);
            assertThat(failure.reason()).as(failure.toString()).isIn(end.reasons);
            assertThat(failure.code()).isEqualTo(end.code);
            assertThat(seen.ehloTls()).isNull();
        }
        List<Finding> findings = findings(ended);
        assertThat(findings).extracting(Finding::kind).containsExactlyInAnyOrderElementsOf(end.findings);
        if (!findings.isEmpty()) {
            assertThat(findings.get(0).sentence()).contains(end.words);
        }
        Assessment assessment = assessment(ended);
        assertThat(assessment.verdict()).isNotIn(Verdict.UNREACHABLE, Verdict.REFUSED, Verdict.DEFERRED);
        assertThat(assessment.reasons())
                .containsAll(findings.stream().map(Finding::sentence).toList());
    }

    private static List<Finding> findings(Ended ended) {
        return assessment(ended).findings().stream()
                .filter(each -> each.kind() == STARTTLS_FAILED || each.kind() == STARTTLS_INJECTION)
                .toList();
    }

    private static Assessment assessment(Ended ended) {
        return CLASSIFIER.assess(ended.outcome(), Expectation.of("any-esmtp", 25));
    }

    private static List<String> verbs(@Nullable EhloReply reply) {
        return reply == null ? List.of() : reply.verbs().keys();
    }

    private static Script toStarttls(Reaction reaction) {
        return Script.esmtp(WireBench.GREETING, PLAIN)
                .on(Cue.STARTTLS, reaction)
                .on(Cue.OTHER, Reaction.silence());
    }

    private static Script inside(Reaction toEhlo) {
        return toStarttls(Reaction.bytes(GO).thenUpgrade(TLS, INSIDE.on(Cue.EHLO, toEhlo)));
    }

    private static Reaction upgrades(SslContext tls, String bytes) {
        return Reaction.bytes(bytes).thenUpgrade(tls, INSIDE);
    }

    private static Reaction inTwoPackets(String lines) {
        int middle = lines.length() / 2;
        return Reaction.bytes(lines.substring(0, middle).replace("\n", "\r\n"))
                .thenPause(PAUSE)
                .then(Reaction.lines(lines.substring(middle)));
    }
}
