package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.daemon.EngineScope;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.SimulatedServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Which failures of STARTTLS a scan retries, over real sockets, and which list and finding it reports. */
class StarttlsRetryWireTest {

    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final String GO = "220 2.0.0 go ahead\r\n";
    private static final Script PLAIN = Script.esmtp(
                    "220 mail.example.com ESMTP Postfix", "250-mail.example.com\n250-SIZE 1000\n250 STARTTLS")
            .on(Cue.OTHER, Reaction.silence());
    private static final Script WORKS = PLAIN.secured(Certificates.serving(Certificates.server(Certificates.root())));

    /** A broken answer to STARTTLS; whether the scan retries it. */
    static Stream<Arguments> answers() {
        return Stream.of(
                argumentSet("silence", Reaction.silence(), true),
                argumentSet("close", Reaction.silence().thenClose(), true),
                argumentSet("reset", Reaction.silence().thenReset(), true),
                argumentSet("454", Reaction.lines("454 4.7.0 TLS not available"), true),
                argumentSet("421, then close", Reaction.lines("421 4.3.2 bye").thenClose(), true),
                argumentSet("half a reply", Reaction.bytes("454 4.7").thenClose(), true),
                argumentSet("silence after 220", Reaction.bytes(GO), true),
                argumentSet("502", Reaction.lines("502 5.5.1 no"), false),
                argumentSet(
                        "reset during the handshake",
                        Reaction.bytes(GO).thenPause(PAUSE).thenReset(),
                        true),
                argumentSet(
                        "an alert",
                        Reaction.bytes(GO)
                                .thenPause(PAUSE)
                                .then(Reaction.bytes("\u0015\u0003\u0003\u0000\u0002\u0002\u0028")),
                        false));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void retryThatNegotiatesTlsReplacesTheFirstAttempt(Reaction reaction, boolean isRetried) {
        TargetResult result = scan(List.of(PLAIN.on(Cue.STARTTLS, reaction), WORKS), isRetried ? 2 : 1);

        assertThat(result.observation().starttls()).isEqualTo(isRetried ? Starttls.NEGOTIATED : Starttls.FAILED);
        assertThat(result.findings().stream().anyMatch(each -> each.kind() == FindingKind.STARTTLS_FAILED))
                .isEqualTo(!isRetried);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void listSurvivesARetryWithoutGreeting(Reaction reaction, boolean isRetried) {
        Script gone = Script.accepting(Reaction.silence().thenClose());
        TargetResult result = scan(List.of(PLAIN.on(Cue.STARTTLS, reaction), gone), isRetried ? 3 : 1);

        assertThat(result.isAnswered()).isTrue();
        assertThat(result.observation().ehlo().verbs().keys()).containsExactly("SIZE", "STARTTLS");
        assertThat(result.findings())
                .filteredOn(each -> each.kind() == FindingKind.STARTTLS_FAILED)
                .singleElement()
                .satisfies(each -> assertThat(each.sentence().contains("(3 attempts; the last one failed: greeting "))
                        .as(each.sentence())
                        .isEqualTo(isRetried));
    }

    private static TargetResult scan(List<Script> scripts, int connections) {
        SimulatedServer server =
                SimulatedServer.start(new Persona.InTurn(scripts)).block(WireBench.PATIENCE);
        try (EngineScope scope = EngineScope.open(null)) {
            Catalogue catalogue = Catalogue.load();
            String yaml = """
                    version: 1
                    ehlo_name: scanner.example.com
                    defaults:
                      starttls: negotiate
                      timeouts: {reply: 2s}
                      retry: {backoff: 10ms}
                    sites: [{name: one, servers: ["127.0.0.1:%d"]}]
                    """.formatted(server.port());
            Plan plan = new Inventories(catalogue)
                    .plan("retry", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
            TargetResult result = scope.engine()
                    .alone(plan, catalogue.classifier(plan.profiles()))
                    .results(new ResolvedPlan(plan, Map.of()), Flux.never())
                    .single()
                    .block(WireBench.PATIENCE);
            assertThat(result.attempts()).isEqualTo(connections);
            assertThat(server.received()).hasSize(connections);
            return result;
        } finally {
            server.stop().block(WireBench.PATIENCE);
        }
    }
}
