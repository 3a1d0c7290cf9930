package io.ehloscope.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.classify.Verdict;
import io.ehloscope.simulator.SimulatedServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class SimulatedFleetTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T08:00:00Z"), ZoneOffset.UTC);
    private static final int NO_PORT = -1;

    private final List<SimulatedFleet> started = new ArrayList<>();

    @AfterEach
    void stopFleets() {
        for (SimulatedFleet fleet : started) {
            fleet.stop().block(PATIENCE);
            assertThat(fleet.servers())
                    .allSatisfy(server -> assertThat(server.openConnections()).isZero());
        }
    }

    @Test
    void demoStartsInTwoSeconds() {
        start();
        long began = System.nanoTime();
        start();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void demoHasEveryVerdictOfACompletedScan() {
        SimulatedFleet fleet = start();
        assertThat(EnumSet.copyOf(fleet.truth().values())).isEqualTo(EnumSet.complementOf(EnumSet.of(Verdict.SKIPPED)));
        assertThat(fleet.truth()).hasSizeBetween(90, 120);
        assertThat(fleet.truth().values()).filteredOn(Verdict.HEALTHY::equals).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @EnumSource
    void inventoryListsExactlyTheTargetsWithExpectedVerdict(Layout layout) {
        SimulatedFleet fleet = start(layout);
        assertThat(targets(fleet.inventoryYaml()))
                .containsExactlyElementsOf(fleet.truth().keySet());
    }

    @Test
    void organisationWithoutProfilesHasNoProfilesInItsInventory() {
        Organisation.Site site = new Organisation.Site(
                "one",
                Map.of(),
                "auto",
                List.of(Organisation.Entry.of(Verdict.UNREACHABLE, "mail.example", Personas.ABSENT)));
        Organisation small = new Organisation("scanner.example", List.of(), List.of(site));
        SimulatedFleet fleet = keep(SimulatedFleet.start(small, CLOCK).block(PATIENCE));
        assertThat(fleet.inventoryYaml()).doesNotContain("profiles:");
        assertThat(targets(fleet.inventoryYaml()))
                .containsExactlyElementsOf(fleet.truth().keySet());
    }

    @ParameterizedTest
    @EnumSource
    void everyNameButOneHasLoopbackAddresses(Layout layout) {
        SimulatedFleet fleet = start(layout);
        assertThat(fleet.names().values())
                .allSatisfy(addresses -> assertThat(addresses).isNotEmpty().allMatch(InetAddress::isLoopbackAddress));
        List<String> unknown = fleet.truth().keySet().stream()
                .filter(id -> !fleet.names().containsKey(id.substring(0, id.indexOf(':'))))
                .toList();
        assertThat(unknown).singleElement().asString().startsWith("retired.lab.example:");
    }

    @Test
    void personaCanChangeWhileTheFleetRuns() throws IOException {
        SimulatedFleet fleet = start(Layout.OWN_PORTS);
        fleet.setPersona("hub07.berlin.corp.example", Personas.WINDOWS_2003);
        try (Caller caller = Caller.to(address(fleet, "hub07.berlin.corp.example"))) {
            assertThat(caller.reply()).startsWith("220 hub07.berlin.corp.example Microsoft ESMTP MAIL Service");
            assertThat(caller.ask("EHLO scanner.corp.example")).doesNotContain("XEXCH50");
            caller.ask("QUIT");
        }
        fleet.servers("hub07.berlin.corp.example").get(0).idle().block(PATIENCE);
    }

    @Test
    void personaOfAnAbsentServerCannotChange() {
        SimulatedFleet fleet = start(Layout.OWN_PORTS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fleet.setPersona("mbx15.austin.corp.example", Personas.WINDOWS_2003))
                .withMessageContaining("mbx15.austin.corp.example");
    }

    @ParameterizedTest
    @EnumSource
    void serverAnswersUnderItsOwnName(Layout layout) throws IOException {
        SimulatedFleet fleet = start(layout);
        try (Caller caller = Caller.to(address(fleet, "hub07.berlin.corp.example"))) {
            assertThat(caller.reply())
                    .isEqualTo("220 hub07.berlin.corp.example Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675"
                            + " ready at  Tue, 24 Nov 2026 08:00:00 +0000\r\n");
            assertThat(caller.ask("EHLO scanner.corp.example")).contains("250-XEXCH50\r\n");
            caller.ask("QUIT");
        }
        SimulatedServer server = fleet.servers("hub07.berlin.corp.example").get(0);
        server.idle().block(PATIENCE);
        assertThat(server.counts().connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void connectionToAbsentServerIsRefused(Layout layout) {
        SimulatedFleet fleet = start(layout);
        InetSocketAddress where = address(fleet, "mbx15.austin.corp.example");
        assertThat(fleet.servers("mbx15.austin.corp.example")).isEmpty();
        assertThatThrownBy(() -> Caller.to(where).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void addressesOfOneNameMayHaveDifferentPersonas() throws IOException {
        SimulatedFleet fleet = start(Layout.OWN_ADDRESSES);
        List<String> replies = new ArrayList<>();
        for (SimulatedServer server : fleet.servers("relay.singapore.corp.example")) {
            try (Caller caller = Caller.of(server)) {
                caller.reply();
                replies.add(caller.ask("EHLO scanner.corp.example"));
            }
        }
        assertThat(fleet.names().get("relay.singapore.corp.example")).hasSize(2).doesNotHaveDuplicates();
        assertThat(replies).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void ownPortsOmitsNamesWithTwoAddresses() {
        SimulatedFleet fleet = start(Layout.OWN_PORTS);
        assertThat(fleet.describe()).contains("127.0.0.1").contains("left out");
        assertThat(fleet.names().keySet()).noneMatch(host -> host.startsWith("relay.singapore"));
        assertThat(fleet.truth().values()).doesNotContain(Verdict.INCONSISTENT);
        assertThat(fleet.truth().keySet().stream().map(SimulatedFleetTest::port))
                .doesNotHaveDuplicates();
    }

    @Test
    void twoFleetsUseDifferentPorts() {
        SimulatedFleet one = start(Layout.OWN_ADDRESSES);
        SimulatedFleet two = start(Layout.OWN_ADDRESSES);
        assertThat(one.truth().keySet()).doesNotContainAnyElementsOf(two.truth().keySet());
        assertThat(one.names()).isEqualTo(two.names());
    }

    private SimulatedFleet start() {
        return keep(SimulatedFleet.start(DemoOrganisation.create(), CLOCK).block(PATIENCE));
    }

    private SimulatedFleet start(Layout layout) {
        return keep(
                SimulatedFleet.start(DemoOrganisation.create(), CLOCK, layout).block(PATIENCE));
    }

    private SimulatedFleet keep(SimulatedFleet fleet) {
        started.add(fleet);
        return fleet;
    }

    private static InetSocketAddress address(SimulatedFleet fleet, String host) {
        String id = fleet.truth().keySet().stream()
                .filter(each -> each.startsWith(host + ":"))
                .findFirst()
                .orElseThrow();
        return new InetSocketAddress(fleet.names().get(host).get(0), port(id));
    }

    private static int port(String id) {
        return Integer.parseInt(id.substring(id.indexOf(':') + 1));
    }

    /** Reads the targets with an independent YAML parser, and expands ranges. */
    private static List<String> targets(String yaml) {
        JsonNode inventory = new YAMLMapper().readTree(yaml);
        int port = inventory.at("/defaults/port").asInt();
        List<String> targets = new ArrayList<>();
        for (JsonNode site : inventory.path("sites")) {
            for (JsonNode server : site.path("servers")) {
                String host = server.isString()
                        ? server.asString()
                        : server.path("host").asString();
                int own = server.path("port").asInt(NO_PORT);
                Organisation.Entry.of(Verdict.HEALTHY, host)
                        .hosts()
                        .forEach(each -> targets.add(each + ":" + (own == NO_PORT ? port : own)));
            }
        }
        return targets;
    }
}
