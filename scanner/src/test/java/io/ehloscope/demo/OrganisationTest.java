package io.ehloscope.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Verdict;
import io.ehloscope.demo.Organisation.Entry;
import io.ehloscope.simulator.Credential;
import io.ehloscope.simulator.SimulatedTls;
import io.ehloscope.simulator.TlsService;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrganisationTest {

    @Test
    void rangeKeepsLeadingZeros() {
        assertThat(hosts("hub[08-11].a.example"))
                .containsExactly("hub08.a.example", "hub09.a.example", "hub10.a.example", "hub11.a.example");
        assertThat(hosts("[9-10].example")).containsExactly("9.example", "10.example");
        assertThat(hosts("mail.example")).containsExactly("mail.example");
    }

    @Test
    void demoHostsAreUniqueAndInReservedDomains() {
        assertThat(demoHosts()).doesNotHaveDuplicates().allMatch(host -> host.endsWith(".example"));
    }

    @Test
    void demoUsesEveryPersona() {
        List<Personas> used = demoEntries()
                .flatMap(entry -> entry.personas().stream())
                .distinct()
                .toList();
        assertThat(used).containsExactlyInAnyOrder(Personas.values());
    }

    @Test
    void demoUsesEveryKindOfCertificateAndOfTls() {
        List<SimulatedTls> used =
                demoEntries().map(Entry::tls).filter(Objects::nonNull).toList();
        assertThat(used).extracting(SimulatedTls::credential).contains(Credential.values());
        assertThat(used).extracting(SimulatedTls::service).contains(TlsService.values());
    }

    @Test
    void demoHasEveryFinding() {
        assertThat(demoEntries().flatMap(entry -> entry.everyFinding().stream()))
                .contains(FindingKind.values());
    }

    private static List<String> hosts(String pattern) {
        return Entry.of(Verdict.HEALTHY, pattern).hosts();
    }

    private static List<String> demoHosts() {
        return demoEntries().flatMap(entry -> entry.hosts().stream()).toList();
    }

    private static Stream<Entry> demoEntries() {
        return DemoOrganisation.create().sites().stream().flatMap(site -> site.entries().stream());
    }
}
