package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.classify.Exemption;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Retry;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Settings.ResolveMode;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.yaml.ConfigException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryReaderTest {

    private static final String SITE = "sites: [{name: a, servers: [mail.example.com]}]\n";

    @Test
    void aMinimalInventoryHasAllDefaults() {
        Inventory inventory = read("version: 1\n" + SITE);

        assertThat(inventory.ehloName()).isEqualTo("this.example.com");
        assertThat(inventory.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(inventory.schedule()).isEqualTo(Schedule.DEFAULT);
        assertThat(inventory.perTarget()).isEqualTo(PerTarget.ALL);
        assertThat(inventory.dnsServers()).isEmpty();
        assertThat(inventory.profiles()).isEqualTo(KnownProfiles.ALL);
        ServerEntry server = only(inventory);
        assertThat(server.settings()).isEqualTo(Settings.DEFAULT);
        assertThat(server.port()).isEqualTo(25);
    }

    @Test
    void everySettingIsRead() {
        Inventory inventory = read("""
                version: 1
                ehlo_name: scanner.example.com
                defaults:
                  port: 2525
                  profile: postfix
                  starttls: negotiate
                  resolve: all
                  timeouts: {dns: 1s, connect: 2s, greeting: 3s, reply: 4s, total: 5s}
                  retry: {attempts: 4, backoff: 6s, max_backoff: 7s, jitter: 0.25}
                  exempt: [etrn]
                limits: {concurrency: 9, per_site: 8, per_address: 2, connects_per_second: 7, per_address_gap: 500ms}
                schedule: {interval: 20m, recheck: 2m}
                metrics: {per_target: findings}
                dns: {servers: ["127.0.0.1:5353", 192.0.2.53, "2001:db8::53", "[2001:db8::54]:54"]}
                profiles: {ours: {require: [STARTTLS]}}
                """ + SITE);

        assertThat(inventory.ehloName()).isEqualTo("scanner.example.com");
        assertThat(inventory.limits()).isEqualTo(new Limits(9, 8, 2, 7, Duration.ofMillis(500)));
        assertThat(inventory.schedule()).isEqualTo(new Schedule(Duration.ofMinutes(20), Duration.ofMinutes(2)));
        assertThat(inventory.perTarget()).isEqualTo(PerTarget.FINDINGS);
        assertThat(inventory.dnsServers())
                .containsExactly("127.0.0.1:5353", "192.0.2.53:53", "[2001:db8::53]:53", "[2001:db8::54]:54");
        assertThat(inventory.profiles()).containsKeys("ours", "postfix");
        Settings settings = only(inventory).settings();
        assertThat(only(inventory).port()).isEqualTo(2525);
        assertThat(settings.profile()).isEqualTo("postfix");
        assertThat(settings.starttls()).isEqualTo(StarttlsMode.NEGOTIATE);
        assertThat(settings.resolve()).isEqualTo(ResolveMode.ALL);
        assertThat(settings.timeouts()).isEqualTo(new Timeouts(secs(1), secs(2), secs(3), secs(4), secs(5)));
        assertThat(settings.retry()).isEqualTo(new Retry(4, secs(6), secs(7), 0.25));
        assertThat(settings.exempt()).containsExactly(Exemption.of("ETRN"));
    }

    @Test
    void serverOverridesSiteAndSiteOverridesDefaults() {
        Inventory inventory = read("""
                version: 1
                defaults: {port: 1, profile: postfix, exempt: [A], timeouts: {connect: 1s}}
                sites:
                  - name: a
                    port: 2
                    labels: {x: site, y: site}
                    exempt: [B]
                    timeouts: {reply: 2s}
                    servers:
                      - {host: mail.example.com, port: 3, labels: {y: server}, exempt: [C], retry: {attempts: 1}}
                """);

        ServerEntry server = only(inventory);
        assertThat(server.port()).isEqualTo(3);
        assertThat(server.labels()).isEqualTo(Map.of("x", "site", "y", "server"));
        assertThat(server.settings().exempt()).containsExactly(Exemption.of("A"), Exemption.of("B"), Exemption.of("C"));
        assertThat(server.settings().profile()).isEqualTo("postfix");
        assertThat(server.settings().timeouts()).isEqualTo(new Timeouts(secs(5), secs(1), secs(20), secs(2), secs(60)));
        assertThat(server.settings().retry().attempts()).isEqualTo(1);
        assertThat(server.settings().retry().backoff()).isEqualTo(secs(1));
    }

    @Test
    void innerExemptionReplacesOuterOneOfTheSameVerb() {
        Inventory inventory = read("""
                version: 1
                defaults: {exempt: [{verb: A, reason: for all, until: 2027-01-31}, {verb: B, reason: for all}]}
                sites:
                  - name: a
                    exempt: [{verb: c, until: 2027-02-28}, {verb: b, reason: this site}]
                    servers:
                      - {host: mail.example.com, exempt: [a]}
                """);

        assertThat(only(inventory).settings().exempt())
                .containsExactly(
                        Exemption.of("A"),
                        new Exemption("B", "this site", null),
                        new Exemption("C", null, LocalDate.of(2027, 2, 28)));
    }

    @Test
    void explicitValuesLimitDefaults() {
        Inventory inventory = read("""
                version: 1
                defaults: {timeouts: {total: 8s}, retry: {backoff: 1m}}
                limits: {concurrency: 10}
                schedule: {interval: 30s}
                """ + SITE);

        assertThat(only(inventory).settings().timeouts())
                .isEqualTo(new Timeouts(secs(5), secs(5), secs(8), secs(8), secs(8)));
        assertThat(only(inventory).settings().retry().maxBackoff()).isEqualTo(secs(60));
        assertThat(inventory.limits().perSite()).isEqualTo(10);
        assertThat(inventory.schedule().recheck()).isEqualTo(secs(30));
    }

    @Test
    void aShorterMaxBackoffShortensTheBackoff() {
        Inventory inventory = read("version: 1\ndefaults: {retry: {max_backoff: 500ms}}\n" + SITE);

        assertThat(only(inventory).settings().retry().backoff()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aPatternNamesAllMatchingFilesInTheirOrder(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("sites/d[1].csv"));
        Files.writeString(folder.resolve("sites/b.csv"), "b.example.com\n");
        Files.writeString(folder.resolve("sites/a.csv"), "a.example.com\n");
        Files.writeString(folder.resolve("sites/c[1].csv"), "c.example.com\n");
        Files.writeString(folder.resolve("sites/c.txt"), "not a host\n");
        Path file = folder.resolve("fleet.yml");
        Files.writeString(
                file,
                "version: 1\nehlo_name: a.example\nsites: [{name: x, servers: [\"file:sites/?.csv\","
                        + " \"file:sites/*[1].csv\"]}]\n");

        assertThat(Planner.plan(KnownProfiles.reader().read(file)).targets())
                .extracting(Target::host)
                .containsExactly("a.example.com", "b.example.com", "c.example.com");
    }

    @Test
    void aListOfHostsInheritsTheSettingsOfItsEntry(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("list.csv"),
                "\ufeffhost,port\n# comment\n\na.example.com\n b.example.com , 587 \n\"c.example.com\",,postfix\n");
        Path file = Files.writeString(folder.resolve("i.yml"), """
                version: 1
                sites:
                  - name: a
                    servers: [{host: "file:list.csv", port: 2525, labels: {x: y}, exempt: [ETRN]}]
                """);

        Inventory inventory = KnownProfiles.reader().read(file);

        assertThat(inventory.sites().get(0).servers())
                .extracting(each -> each.hosts().hosts().get(0) + " " + each.port() + " "
                        + each.settings().profile() + " " + each.labels()
                        + each.settings().exempt().stream().map(Exemption::verb).toList())
                .containsExactly(
                        "a.example.com 2525 auto {x=y}[ETRN]",
                        "b.example.com 587 auto {x=y}[ETRN]",
                        "c.example.com 2525 postfix {x=y}[ETRN]");
    }

    @Test
    void anInventoryCanComeFromAStream() {
        byte[] bytes = ("version: 1\n" + SITE).getBytes(StandardCharsets.UTF_8);

        assertThat(KnownProfiles.reader()
                        .read("-", new ByteArrayInputStream(bytes))
                        .source())
                .isEqualTo("-");
    }

    @Test
    void aMissingFileIsReported(@TempDir Path folder) {
        assertThatThrownBy(() -> KnownProfiles.reader().read(Path.of("nowhere.yml")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("nowhere.yml: there is no such file");
        assertThatThrownBy(() -> KnownProfiles.reader().read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder + ": this is a directory; name a file in it");
    }

    @Test
    void anUnusableMachineNameRequiresEhloName() {
        InventoryReader reader = new InventoryReader(KnownProfiles.ALL, () -> "my_machine");
        byte[] bytes = ("version: 1\n" + SITE).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> reader.read("-", new ByteArrayInputStream(bytes)))
                .hasMessage("-: ehlo_name is not set, and this machine's name, \"my_machine\","
                        + " is not usable in EHLO; set ehlo_name");
    }

    private static Inventory read(String text) {
        return KnownProfiles.reader().read("i.yml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ServerEntry only(Inventory inventory) {
        return inventory.sites().get(0).servers().get(0);
    }

    private static Duration secs(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
