package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Exclusion;
import io.ehloscope.plan.Exclusions;
import io.ehloscope.plan.FleetExclusions;
import io.ehloscope.plan.Maintenance;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.result.TargetResult;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What the inventory excludes or has in maintenance is never connected to, whatever names it. */
class RuledOutTargetsTest {

    private static final InetAddress ALLOWED = Rehearsal.address(1);
    private static final InetAddress EXCLUDED = Rehearsal.address(9 << 16 | 7);
    private static final FleetExclusions EXCLUSIONS = new FleetExclusions(
            Exclusions.of(List.of(
                    new Exclusion.Block("127.9.0.0/16", Rehearsal.address(9 << 16), 16),
                    new Exclusion.Names("*.lab.example.com", "*.lab.example.com"))),
            Map.of());

    private final Rehearsal rehearsal = new Rehearsal();

    RuledOutTargetsTest() {
        rehearsal.exclude = EXCLUSIONS;
    }

    @Test
    void anExcludedNameIsNeitherLookedUpNorConnectedTo() {
        TargetResult result = only(target("one", "a.lab.example.com", Settings.DEFAULT));

        assertThat(result.outcome()).isEqualTo(new ProbeOutcome.RuledOut("excluded: *.lab.example.com"));
        assertThat(rehearsal.lookups).isZero();
        assertThat(rehearsal.started).isEmpty();
    }

    @Test
    void anExcludedAddressIsNotConnectedTo() {
        TargetResult result = only(target("one", "127.9.0.7", Settings.DEFAULT));

        assertThat(result.outcome()).isEqualTo(new ProbeOutcome.RuledOut("excluded: 127.9.0.0/16"));
        assertThat(result.attempts()).isZero();
        assertThat(rehearsal.started).isEmpty();
    }

    @Test
    void aNameWithNothingButExcludedAddressesIsNotConnectedTo() {
        resolvesTo(EXCLUDED);

        TargetResult result = only(target("one", "mail.example.com", Settings.DEFAULT));

        assertThat(result.outcome()).isEqualTo(new ProbeOutcome.RuledOut("excluded: 127.9.0.0/16 (address 127.9.0.7)"));
        assertThat(rehearsal.started).isEmpty();
    }

    @Test
    void theOtherAddressesOfANameAreProbed() {
        for (Settings settings : List.of(Settings.DEFAULT, Rehearsal.resolvingAll())) {
            resolvesTo(EXCLUDED, ALLOWED);
            rehearsal.started.clear();

            TargetResult result = only(target("one", "mail.example.com", settings));

            assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
            assertThat(result.observation().remarks()).containsExactly("excluded: 127.9.0.0/16 (address 127.9.0.7)");
            assertThat(rehearsal.started)
                    .extracting(each -> each.address().getAddress())
                    .containsExactly(ALLOWED);
        }
    }

    @Test
    void aTargetInMaintenanceIsProbedAgainAfterItsEnd() {
        Instant end = Instant.parse("2027-02-01T00:00:00Z");
        Settings settings = Settings.DEFAULT.withMaintenance(new Maintenance("2027-01-31", end, "rebuild"));
        Target target = target("one", "127.0.0.1", settings);

        rehearsal.clock = Clock.fixed(end.minusNanos(1), ZoneOffset.UTC);
        assertThat(only(target).outcome())
                .isEqualTo(new ProbeOutcome.RuledOut("maintenance until 2027-01-31: rebuild"));
        assertThat(rehearsal.started).isEmpty();

        rehearsal.clock = Clock.fixed(end, ZoneOffset.UTC);
        assertThat(only(target).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aSourceAddressOfTheOtherFamilyLeavesAnAddressOut() {
        Settings settings = Settings.DEFAULT.withSourceAddress("2001:db8::9");

        assertThat(only(target("one", "127.0.0.1", settings)).outcome())
                .isEqualTo(new ProbeOutcome.RuledOut(
                        "source_address 2001:db8::9 cannot connect to an IPv4 address (address 127.0.0.1)"));
        assertThat(rehearsal.started).isEmpty();
    }

    @Test
    void manyExcludedTargetsEachHaveOneResult() {
        List<Target> targets = Rehearsal.targets("one", 9 << 16, 20_000);

        assertThat(rehearsal.run(targets)).hasSize(20_000).allMatch(TargetResult::isUnprobed);
    }

    private TargetResult only(Target target) {
        List<TargetResult> results = rehearsal.run(List.of(target));
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private void resolvesTo(InetAddress... addresses) {
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(addresses)));
    }
}
