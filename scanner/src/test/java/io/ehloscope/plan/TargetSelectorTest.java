package io.ehloscope.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.yaml.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetSelectorTest {

    private static final Plan PLAN = Plans.of("""
            version: 1
            sites:
              - {name: emea, servers: ["hub[1-3].example.com", mail.example.com]}
              - {name: apac, servers: ["hub[7-8].example.net", "192.0.2.1:587"]}
            """);

    @Test
    void noGlobsSelectAllTargets() {
        assertThat(narrowed(List.of(), List.of())).hasSize(7);
    }

    @Test
    void sitesAndTargetsNarrowTogether() {
        assertThat(narrowed(List.of("emea"), List.of("hub*")))
                .containsExactly("hub1.example.com:25", "hub2.example.com:25", "hub3.example.com:25");
        assertThat(narrowed(List.of("*a*"), List.of("*:587"))).containsExactly("192.0.2.1:587");
        assertThat(narrowed(List.of(), List.of("hub1.example.com", "192.0.2.1")))
                .containsExactly("hub1.example.com:25", "192.0.2.1:587");
        assertThat(narrowed(List.of("apac", "emea"), List.of())).hasSize(7);
    }

    @Test
    void eachGlobWithoutMatchIsReported() {
        assertThatThrownBy(() -> narrowed(List.of("emae", "apac"), List.of("hub7.exmaple.net", "nowhere")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        --site: no site fits "emae"; did you mean "emea"?
                        --target: no target of these sites fits "hub7.exmaple.net"; did you mean "hub7.example.net"?
                        --target: no target of these sites fits "nowhere\"""");
    }

    @Test
    void aTargetOfAnotherSiteIsNotFound() {
        assertThatThrownBy(() -> narrowed(List.of("apac"), List.of("mail.example.com")))
                .hasMessageStartingWith("--target: no target of these sites fits \"mail.example.com\"");
    }

    private static List<String> narrowed(List<String> sites, List<String> targets) {
        return new TargetSelector(sites, targets)
                .of(PLAN).targets().stream().map(Target::id).toList();
    }
}
