package io.ehloscope.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.service.Reload;
import io.ehloscope.service.Requests;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Schedulers;

/** The operations behind the HTTP endpoints, without HTTP. */
class ServiceControlsTest {

    private static final Catalogue CATALOGUE = Catalogue.load();

    private final Plan first = Plan.of(
            "inventory.yaml",
            "scanner.example.com",
            List.of(
                    target("mail.example", 25, "emea"),
                    target("mail.example", 587, "emea"),
                    target("hub.example", 25, "apac")));
    private final FleetCollector fleet = new FleetCollector();
    private final List<Plan> reread = new ArrayList<>();
    private final ServiceControls controls = controls(false);

    @Test
    void planIsThatOfTheSnapshotOrElseTheFirst() {
        assertThat(controls.plan()).isSameAs(first);
        ScanResult scan = SampleResults.large(2);
        fleet.publish(scan);

        assertThat(controls.plan()).isSameAs(scan.plan());
    }

    @ParameterizedTest
    @CsvSource({"'', '', 3", "emea, '', 2", "'', hub*, 1", "'*', '*:25', 2"})
    void scanReturnsTheNumberOfSelectedTargets(String site, String target, int targets) {
        assertThat(controls.scan(new TargetSelector(listed(site), listed(target))))
                .isEqualTo(targets);
    }

    @Test
    void scanWithoutMatchIsRejectedWithASuggestion() {
        assertThatThrownBy(() -> controls.scan(new TargetSelector(List.of("emeo"), List.of())))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("emeo"));
    }

    @Test
    void reloadReturnsProblemsOrNothing() {
        assertThat(controls.reload().block()).containsExactly("inventory.yaml: rehearsed");
        reread.add(first);
        assertThat(controls.reload().block()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        hub.example:25,   hub.example:25
        HUB.example,      hub.example:25
        mail.example:587, mail.example:587
        other.example:25, -
        """)
    void targetIsFoundByIdOrByUnambiguousHost(String name, String id) {
        Target found = controls.target(name, "");

        assertThat(found == null ? null : found.id()).isEqualTo(id);
        if (found != null) {
            assertThat(found.settings().retry().attempts()).as("one attempt").isEqualTo(1);
        }
    }

    @Test
    void ambiguousOrInvalidRequestsAreExplained() {
        assertThatThrownBy(() -> controls.target("mail.example", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"mail.example\" is several targets: mail.example:25, mail.example:587");
        assertThatThrownBy(() -> controls.target("hub.example:25", "exchange-2103"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown profile \"exchange-2103\"; known: auto");
        assertThatThrownBy(() -> controls.target("", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unlistedTargetsAreProbedOnlyIfAllowed() {
        Target unlisted = controls(true).target("other.example:2525", "");

        assertThat(unlisted).isNotNull();
        assertThat(unlisted.id()).isEqualTo("other.example:2525");
        for (String many : List.of("hub[1-9].example", "192.0.2.0/28", "mx:example.com", "file:/etc/passwd")) {
            assertThatThrownBy(() -> controls(true).target(many, ""))
                    .as(many)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void inventoryIsTheTextOfTheSource() {
        assertThat(controls.inventory()).isEqualTo("version: 1\n");
    }

    @Test
    void noStoreMeansNoHistory() {
        assertThat(controls.history()).isNull();
    }

    private ServiceControls controls(boolean anyTarget) {
        Requests requests = new Requests();
        Reload reload = new Reload(this::read, requests, new Silent(), Schedulers.immediate());
        OnDemandProbes probing = new OnDemandProbes(CATALOGUE, null, Schedulers.immediate(), anyTarget);
        return new ServiceControls(
                first, fleet.current(), requests, reload, () -> "version: 1\n", List::of, null, probing);
    }

    private Plan read() {
        if (reread.isEmpty()) {
            throw new ConfigException(List.of(new Problem("inventory.yaml", null, "rehearsed", null)));
        }
        return reread.get(0);
    }

    private static Target target(String host, int port, String site) {
        return SampleResults.target(host, port, site, Map.of());
    }

    private static List<String> listed(String glob) {
        return glob.isEmpty() ? List.of() : List.of(glob);
    }

    /** Ignores all events. */
    private static final class Silent implements Reload.ReloadObserver {
        @Override
        public void inventoryRead() {}

        @Override
        public void inventoryRefused() {}
    }
}
