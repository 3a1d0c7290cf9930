package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Plans;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Target.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Plan PLAN = Plans.of("""
            version: 1
            sites:
              - name: emea
                labels: {country: de}
                servers:
                  - mail1.example.com
                  - {host: mail2.example.com, port: 587, labels: {role: edge}}
                  - hub[01-02].example.com
                  - 192.0.2.0/31:2525
                  - 2001:db8::1
                  - mx:example.com
              - {name: empty, servers: []}
            """);

    @Test
    void targetsAreInTheOrderOfTheFile() {
        assertThat(PLAN.targets().stream().map(Target::id))
                .containsExactly(
                        "mail1.example.com:25",
                        "mail2.example.com:587",
                        "hub01.example.com:25",
                        "hub02.example.com:25",
                        "192.0.2.0:2525",
                        "192.0.2.1:2525",
                        "[2001:db8::1]:25",
                        "mx:example.com:25");
    }

    @Test
    void everyTargetHasTheKindOfItsHost() {
        assertThat(PLAN.targets().stream().map(Target::kind))
                .isEqualTo(List.of(
                        Kind.NAME, Kind.NAME, Kind.NAME, Kind.NAME, Kind.ADDRESS, Kind.ADDRESS, Kind.ADDRESS, Kind.MX));
        assertThat(PLAN.targets().get(7).host()).isEqualTo("example.com");
        assertThat(PLAN.targets().get(6).host()).isEqualTo("2001:db8::1");
    }

    @Test
    void labelsOfSiteAndServerAreMerged() {
        assertThat(PLAN.targets().get(1).labels()).isEqualTo(Map.of("country", "de", "role", "edge"));
    }

    @Test
    void aSiteWithoutServersIsKept() {
        assertThat(PLAN.sites()).containsExactly("emea", "empty");
    }
}
