package io.ehloscope.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.yaml.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExclusionsTest {

    @ParameterizedTest
    @CsvSource({
        "10.9.0.0/16, 10.9.255.255, true",
        "10.9.0.0/16, 10.10.0.0, false",
        "10.9.0.0/15, 10.9.0.0, refused",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1/32, 192.0.2.1, true",
        "192.0.2.0/25, 192.0.2.127, true",
        "192.0.2.0/25, 192.0.2.128, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:DB8::1, 2001:db8::1, true",
        "'[2001:db8::1]', 2001:db8::1, true",
        "::ffff:10.9.0.0/112, 10.9.3.4, true",
        "::ffff:10.9.0.1, 10.9.0.1, true",
        "10.9.0.0/16, ::ffff:10.9.0.1, true",
        "10.9.0.1:25, 10.9.0.1, refused",
        "10.9.*, 10.9.0.1, refused",
        "*, 10.9.0.1, refused",
        "mx:example.com, 10.9.0.1, refused",
        "file:dc2.csv, 10.9.0.1, refused",
    })
    void addressesAreExcluded(String entry, String address, String expected) throws UnknownHostException {
        if (expected.equals("refused")) {
            assertThatThrownBy(() -> exclusions(entry)).isInstanceOf(ConfigException.class);
            return;
        }
        InetAddress parsed = InetAddress.getByName(address);

        assertThat(exclusions(entry).entryFor(parsed)).isEqualTo(expected.equals("true") ? entry : null);
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, mail.example.com, true",
        "MAIL.example.com., mail.example.com, true",
        "mail.example.com, mail.example.com.evil.example, false",
        "*.lab.example.com, a.lab.example.com, true",
        "*.LAB.example.com, a.b.lab.example.com, true",
        "*.lab.example.com, lab.example.com, false",
        "*.lab.example.com, xlab.example.com, false",
        "lab-*.example.com, lab-1.example.com, true",
        "lab-*.example.com, alab-1.example.com, false",
        "lab?.example.com, lab1.example.com, true",
        "lab?.example.com, lab12.example.com, false",
        "*lab*, my.lab.example.com, true",
        "hub[01-40].example.com, hub07.example.com, true",
        "hub[01-40].example.com, hub7.example.com, false",
        "b\u00fccher.example, xn--bcher-kva.example, true",
    })
    void namesAreExcluded(String entry, String host, boolean expected) {
        assertThat(exclusions(entry).entryFor(host)).isEqualTo(expected ? entry : null);
    }

    @Test
    void theMostSpecificBlockIsNamed() throws UnknownHostException {
        Exclusions all = exclusions("10.0.0.0/8", "10.9.0.0/16", "10.9.8.0/24");

        assertThat(all.entryFor(InetAddress.getByName("10.9.8.7"))).isEqualTo("10.9.8.0/24");
        assertThat(all.entryFor(InetAddress.getByName("10.9.9.7"))).isEqualTo("10.9.0.0/16");
    }

    /** The sites share names of hosts only through the inventory; an exclusion of one site leaves the other alone. */
    @Test
    void aSiteExcludesItsOwnTargetsOnly() {
        Plan plan = Plans.of("""
                version: 1
                ehlo_name: scanner.example.com
                exclude: ["*.lab.example.com"]
                sites:
                  - name: one
                    exclude: [10.9.0.0/16]
                    servers: [10.9.0.1, a.lab.example.com, "mx:lab.example.com"]
                  - name: two
                    servers: [10.9.0.2, b.lab.example.com]
                """);

        assertThat(plan.targets().stream().map(each -> each.id() + " " + plan.refusal(each, Instant.EPOCH)))
                .containsExactly(
                        "10.9.0.1:25 excluded: 10.9.0.0/16",
                        "a.lab.example.com:25 excluded: *.lab.example.com",
                        "mx:lab.example.com:25 null",
                        "10.9.0.2:25 null",
                        "b.lab.example.com:25 excluded: *.lab.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-31, 2027-01-31T23:59:59.999Z, true",
        "2027-01-31, 2027-02-01T00:00:00Z, false",
        "2027-01-31T18:00+01:00, 2027-01-31T16:59:59Z, true",
        "2027-01-31T18:00+01:00, 2027-01-31T17:00:00Z, false",
        "2027-01-31T18:00:30Z, 2027-01-31T18:00:29Z, true",
    })
    void aMaintenanceEnds(String until, Instant now, boolean refused) {
        Plan plan = Plans.of("version: 1\nehlo_name: a.example\nsites: [{name: x, servers: [{host: a.example,"
                + " maintenance: {until: '" + until + "', reason: rebuild}}]}]\n");

        assertThat(plan.refusal(plan.targets().get(0), now))
                .isEqualTo(refused ? "maintenance until " + until + ": rebuild" : null);
    }

    @Test
    void theServersMaintenanceReplacesThatOfItsSite() {
        Plan plan = Plans.of("""
                version: 1
                ehlo_name: scanner.example.com
                sites:
                  - name: one
                    maintenance: {until: 2027-01-31}
                    servers: [a.example, {host: b.example, maintenance: {until: 2026-01-31, reason: disk}}]
                """);
        Instant now = Instant.parse("2026-12-01T00:00:00Z");

        assertThat(plan.refusal(plan.targets().get(0), now)).isEqualTo("maintenance until 2027-01-31");
        assertThat(plan.refusal(plan.targets().get(1), now)).isNull();
    }

    /** 100,000 targets and 1,000 entries of each kind; a comparison of all pairs would take a minute. */
    @Test
    void matchingIsFast() throws UnknownHostException {
        List<Exclusion> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            InetAddress network = InetAddress.getByAddress(new byte[] {10, (byte) (i >> 8), (byte) i, 0});
            entries.add(new Exclusion.Block("block", network, 24));
            entries.add(new Exclusion.Names("suffix", "*.lab" + i + ".example.com"));
            entries.add(new Exclusion.Names("glob", "mail*-old.lab" + i + ".example.com"));
            entries.add(new Exclusion.Hosts("host", List.of("old" + i + ".example.com")));
        }
        Exclusions all = Exclusions.of(entries);
        long began = System.nanoTime();
        int excluded = 0;
        for (int i = 0; i < 100_000; i++) {
            InetAddress address =
                    InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
            excluded += all.entryFor(address) == null ? 0 : 1;
            excluded += all.entryFor("mail" + i + ".site" + i % 100 + ".example.com") == null ? 0 : 1;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(excluded).isEqualTo(100_000);
        assertThat(took).isLessThan(Duration.ofSeconds(20));
    }

    private static Exclusions exclusions(String... entries) {
        return Plans.of("version: 1\nehlo_name: a.example\nexclude: ['" + String.join("', '", entries)
                        + "']\nsites: [{name: x, servers: [a.example]}]\n")
                .exclude()
                .everywhere();
    }
}
