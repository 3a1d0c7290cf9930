package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Verdict;
import io.ehloscope.demo.Counts;
import io.ehloscope.demo.Cue;
import io.ehloscope.demo.DemoOrganisation;
import io.ehloscope.demo.SimulatedFleet;
import io.ehloscope.plan.Plan;
import io.ehloscope.scan.Located;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.scan.TargetResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;

/** The whole pipeline, from the inventory's text to the verdicts, over the simulated fleet, which knows the truth. */
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
                .plan("demo", new ByteArrayInputStream(fleet.inventoryYaml().getBytes(StandardCharsets.UTF_8)));
        try (Engine engine = new Engine(
                plan, catalogue.classifier(plan.profiles()), new DemoNames(fleet.names()), ScanObserver.NONE)) {
            results = engine.scan()
                    .results(new Located(plan, Map.of()), Flux.never())
                    .collectList()
                    .block(PATIENCE);
        }
    }

    @AfterAll
    void stop() {
        fleet.stop().block(PATIENCE);
    }

    @Test
    void everyTargetHasTheVerdictThatIsTrue() {
        Map<String, Verdict> found = new TreeMap<>();
        results.forEach(result -> found.put(result.target().id(), result.verdict()));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(new TreeMap<>(fleet.truth()));
        assertThat(results).hasSameSizeAs(found.entrySet());
    }

    @Test
    void everyVerdictIsShownButTheOneOfAnInterruptedScan() {
        assertThat(results)
                .extracting(TargetResult::verdict)
                .containsAll(EnumSet.complementOf(EnumSet.of(Verdict.SKIPPED)));
    }

    @Test
    void nobodyWasSpokenToBeforeItsGreetingNorByTwoAtOnce() {
        assertThat(fleet.servers()).allSatisfy(server -> {
            Counts counts = server.counts();
            assertThat(counts.mostAtOnce()).isLessThanOrEqualTo(1);
            assertThat(counts.open()).isZero();
            assertThat(counts.of(Cue.OTHER)).isZero();
            assertThat(server.received())
                    .allMatch(heard ->
                            heard.earlyTalk().isEmpty() && heard.pipelined().isEmpty());
        });
    }

    @Test
    void aServerThatTurnsAwayOnceIsTriedAgain() {
        TargetResult deferredOnce = results.stream()
                .filter(result -> result.target().host().startsWith("hub12.dublin"))
                .findFirst()
                .orElseThrow();
        assertThat(deferredOnce.attempts()).isEqualTo(2);
    }
}
