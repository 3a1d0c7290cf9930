package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

/**
 * The whole pipeline, from the inventory text to the verdicts and the findings, compared with what the simulated fleet expects.
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
    void everyTargetHasExactlyItsExpectedFindings() {
        Map<String, Set<FindingKind>> found = new TreeMap<>();
        results.forEach(result -> found.put(
                result.target().id(),
                result.findings().stream().map(Finding::kind).collect(Collectors.toSet())));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(new TreeMap<>(fleet.findings()));
    }

    @Test
    void everyVerdictAndEveryFindingOccurs() {
        assertThat(results)
                .extracting(TargetResult::verdict)
                .containsAll(EnumSet.complementOf(EnumSet.of(Verdict.SKIPPED)));
        assertThat(results)
                .flatExtracting(TargetResult::findings)
                .extracting(Finding::kind)
                .contains(FindingKind.values());
    }

    /** What a reader sees of each finding that is not a verdict. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gw12.dmz     | warning  | VRFY | VRFY is offered, although our-gateway forbids it.",
                "gw13.dmz     | critical |      | STARTTLS is offered, but refused when requested: "
                        + ".*454 4.7.0 TLS not available due to local problem.*",
                "reports.dmz  | critical |      | STARTTLS is offered, but the TLS handshake failed: .*",
                "gw14.dmz     | warning  |      | 14 bytes arrived unencrypted after the reply to STARTTLS; .*CVE-2011-0411.*",
                "gw05.dmz     | warning  | CN=gw05.dmz.corp.example | The certificate expires on .*, in 1[12] days.",
                "gw06.dmz     | critical | CN=gw06.dmz.corp.example | The certificate expired on 20.*",
                "gw15.dmz     | critical | CN=gw15.dmz.corp.example | The certificate is not valid before 20.*",
                "alerts.dmz   | warning  | CN=alerts.dmz.corp.example | The certificate is not trusted: .*",
                "lists.dmz    | warning  | CN=old-lists.dmz.corp.example | .* it is for old-lists.dmz.corp.example.",
                "gw16.dmz     | warning  | CN=gw16.dmz.corp.example | The certificate has a key of RSA 1024 bits, .*",
                "gw17.dmz     | warning  | TLSv1 | The server supports nothing newer than TLS 1.0, .*",
                "gw18.dmz     | warning  | TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA | .*3DES is obsolete.*",
                "branch02.berlin | info  | XEXCH50 | The exemption for XEXCH50 ended on 2024-12-31; .*firewall is in place.",
                "relay.singapore | critical | | The addresses disagree: 127.25.4.* is not_loaded, 127.25.4.* is healthy.",
            })
    void findingIsDescribed(String host, String severity, String subject, String sentence) {
        Set<FindingKind> ofVerdict = EnumSet.of(FindingKind.PARTIAL, FindingKind.VERB_MISSING, FindingKind.NOT_LOADED);
        assertThat(result(host).findings())
                .filteredOn(each -> !ofVerdict.contains(each.kind()))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.severity().label()).isEqualTo(severity);
                    assertThat(each.subject()).isEqualTo(subject);
                    assertThat(each.sentence()).matches(sentence);
                });
    }

    @Test
    void addressThatDoesNotAnswerIsNamed() {
        List<String> reasons = result("archive.singapore").assessment().reasons();
        assertThat(String.join("\n", reasons))
                .containsPattern(
                        "127\\.25\\.4\\.\\d+ did not answer \\(connect refused\\); 127\\.25\\.4\\.\\d+ did\\.");
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
        "gw06.dmz,           -2,   The certificate expired on",
        "gw16.dmz,           300,  The certificate has a key of RSA 1024 bits",
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
