package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Verdict;
import io.ehloscope.daemon.EngineScope;
import io.ehloscope.demo.DemoOrganisation;
import io.ehloscope.demo.SimulatedFleet;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Trust;
import io.ehloscope.result.TargetResult;
import io.ehloscope.runtime.Engine;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.simulator.Counts;
import io.ehloscope.simulator.Cue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

/**
 * The whole pipeline, from the inventory text to the verdicts, compared with the simulated fleet's expected verdicts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTruthTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SimulatedFleet fleet;
    private List<TargetResult> results;

    @BeforeAll
    void scan() {
        fleet = SimulatedFleet.start(DemoOrganisation.create(), Clock.systemUTC())
                .block(PATIENCE);
        Catalogue catalogue = Catalogue.load();
        Plan plan = new Inventories(catalogue)
                .plan("demo", new ByteArrayInputStream(fleet.inventoryYaml().getBytes(StandardCharsets.UTF_8)))
                .trusting(new Trust("the demo", List.of(fleet.authority())));
        try (EngineScope scope = EngineScope.open(new DemoNames(fleet.names()))) {
            Engine engine = scope.engine();
            results = engine.alone(plan, catalogue.classifier(plan.profiles()))
                    .results(new ResolvedPlan(plan, Map.of()), Flux.never())
                    .collectList()
                    .block(PATIENCE);
        }
    }

    @AfterAll
    void stop() {
        fleet.stop().block(PATIENCE);
    }

    @Test
    void everyTargetHasItsExpectedVerdict() {
        Map<String, Verdict> found = new TreeMap<>();
        results.forEach(result -> found.put(result.target().id(), result.verdict()));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(new TreeMap<>(fleet.truth()));
        assertThat(results).hasSameSizeAs(found.entrySet());
    }

    @Test
    void everyVerdictButSkippedOccurs() {
        assertThat(results)
                .extracting(TargetResult::verdict)
                .containsAll(EnumSet.complementOf(EnumSet.of(Verdict.SKIPPED)));
    }

    @Test
    void noServerReceivedEarlyCommandsOrTwoConnectionsAtOnce() {
        assertThat(fleet.servers()).allSatisfy(server -> {
            Counts counts = server.counts();
            assertThat(counts.mostAtOnce()).isLessThanOrEqualTo(1);
            assertThat(counts.open()).isZero();
            assertThat(counts.of(Cue.OTHER)).isZero();
            assertThat(server.received())
                    .allMatch(received -> received.earlyTalk().isEmpty()
                            && received.pipelined().isEmpty());
        });
    }

    @Test
    void temporaryRejectionIsRetried() {
        assertThat(result("hub12.dublin").attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "gw01.dmz,           300,  ''",
        "edge01.dublin,      300,  ''",
        "smtp01.austin,      300,  ''",
        "edge02.dublin,      40,   ''",
        "gw05.dmz,           12,   ''",
        "gw06.dmz,           -2,   The certificate is not trusted: it expired on",
        "lists.dmz,          300,  The certificate does not match the name of this target; it is for old-lists.dmz.corp.example.",
        "alerts.dmz,         1500, The certificate is not trusted: ",
    })
    void certificateIsReported(String host, long daysLeft, String reason) {
        TargetResult observed = result(host);
        PeerTls tls = Objects.requireNonNull(observed.observation().tls());
        assertThat(Duration.between(Instant.now(), tls.leaf().notAfter()))
                .isCloseTo(Duration.ofDays(daysLeft), PATIENCE);
        if (reason.isEmpty()) {
            assertThat(tls.trusted()).isTrue();
            assertThat(tls.hostnameMatches()).isTrue();
        } else {
            assertThat(observed.assessment().reasons()).anyMatch(each -> each.startsWith(reason));
        }
        assertThat(observed.observation().ehloTls()).isNotNull();
    }

    private TargetResult result(String host) {
        return results.stream()
                .filter(result -> result.target().host().startsWith(host + "."))
                .findFirst()
                .orElseThrow();
    }
}
