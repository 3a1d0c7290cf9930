package io.ehloscope.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The state of the fleet after a change of the inventory. */
class SnapshotTest {

    private static final Target DOMAIN =
            new Target("mx:example.com:25", "example.com", 25, Target.Kind.MX, "emea", Map.of(), Settings.DEFAULT);

    private final Target listed = SampleResults.target("hub1.example.com", 25, "emea", Map.of());
    private final Target exchanger = SampleResults.target("mx1.example.com", 25, "emea", Map.of());

    /** A scan of one host and one domain, which has one MX host. */
    private final Snapshot snapshot = Snapshot.first(scan(listed, exchanger), plan(listed, DOMAIN));

    @Test
    void mxHostsOfADomainAreExchangers() {
        assertThat(snapshot.exchangers()).containsExactly(exchanger.id());
    }

    @Test
    void anMxHostStaysWhileItsSiteHasADomain() {
        Snapshot same = snapshot.under(plan(DOMAIN, listed));
        assertThat(ids(same)).containsExactlyInAnyOrder(listed.id(), exchanger.id());
        assertThat(same.exchangers()).containsExactly(exchanger.id());
        assertThat(same.lastAnswers()).containsOnlyKeys(listed.id(), exchanger.id());

        Snapshot without = snapshot.under(plan(listed));
        assertThat(ids(without)).containsExactly(listed.id());
        assertThat(without.exchangers()).isEmpty();
        assertThat(without.lastAnswers()).containsOnlyKeys(listed.id());
    }

    @Test
    void anMxHostThatTheInventoryListsIsNoLongerAnExchanger() {
        Target now = SampleResults.target("mx1.example.com", 25, "apac", Map.of("role", "edge"));
        Snapshot after = snapshot.under(plan(now));
        assertThat(after.scan().results()).extracting(TargetResult::target).containsExactly(now);
        assertThat(after.under(plan(listed)).scan().results()).isEmpty();
    }

    @Test
    void aTargetKeepsItsResultUnderItsCurrentSiteAndLabels() {
        Target moved = SampleResults.target("hub1.example.com", 25, "apac", Map.of("country", "sg"));
        Target fresh = SampleResults.target("hub2.example.com", 25, "apac", Map.of());
        Snapshot after = snapshot.under(plan(moved, fresh));
        assertThat(after.scan().results()).extracting(TargetResult::target).containsExactly(moved);
        assertThat(after.scan().plan().targets()).containsExactly(moved, fresh);
        assertThat(after.scan().summary().finishedAt())
                .isEqualTo(snapshot.scan().summary().finishedAt());
    }

    private static List<String> ids(Snapshot shown) {
        return shown.scan().results().stream().map(each -> each.target().id()).toList();
    }

    private static ScanResult scan(Target... targets) {
        return SampleResults.of(
                "inventory.yml",
                Stream.of(targets).map(SampleVerdicts::healthyPostfix).toList());
    }

    private static Plan plan(Target... targets) {
        return SampleResults.plan("inventory.yml", Set.of("emea", "apac"), List.of(targets));
    }
}
