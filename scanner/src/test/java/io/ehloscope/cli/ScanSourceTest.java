package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.inventory.ServerSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanSourceTest {

    private static final ServerSettings NONE = new ServerSettings(null, null, null, null, null, null, null, null);
    private static final Set<String> FILES = Set.of("fleet", "list.txt");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "fleet",
                "list.txt",
                "fleet.yml",
                "FLEET.YAML",
                "missing.yml",
                "missing.csv",
                "missing.json",
                "conf/fleet",
                "./mail1",
                "../fleet",
                "/etc/ehloscope/fleet",
                "C:\\mail\\fleet",
                "C:\\mail\\fleet.yml"
            })
    void isAnInventoryIfItCanOnlyBeAFile(String argument) {
        assertThat(of(List.of(argument), null)).isEqualTo(new ScanSource.InventoryFile(Path.of(argument)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail1",
                "mail1.example.com",
                "mail1:587",
                "192.0.2.1",
                "192.0.2.0/28",
                "192.0.2.0/28:587",
                "2001:db8::1",
                "2001:db8::/124",
                "[2001:db8::/124]:25",
                "[2001:db8::1]:25",
                "hub[01-40].example.com",
                "mx:example.com",
                "file:dc2.csv",
                "file:lists/dc2.csv",
                "http://mail/",
                "https://mail.example.com:25/x.yml",
                "10.0.0.0/8x",
                "mail1 mail2",
                "*"
            })
    void isAServerOtherwise(String argument) {
        assertThat(of(List.of(argument), null)).isEqualTo(new ScanSource.Servers(List.of(argument)));
    }

    @Test
    void keepsTheOrderOfServers() {
        assertThat(of(List.of("b", "a", "c"), null)).isEqualTo(new ScanSource.Servers(List.of("b", "a", "c")));
    }

    @Test
    void readsAListOfServers() {
        assertThat(of(List.of(), "-")).isEqualTo(new ScanSource.ServerFile(Path.of("-")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            | | scan needs an INVENTORY, a HOST or --hosts FILE
            fleet.yml mail1 | | To scan only some targets of the inventory: ehloscope scan fleet.yml --target mail1
            mail1 fleet.yml | | "fleet.yml" is an inventory, and "mail1" is a server
            a.yml b.yml | | "a.yml" and "b.yml" are two inventories
            - fleet.yml | | "-" and "fleet.yml" are two inventories
            fleet.yml | list | "fleet.yml" is an inventory, and --hosts names a list of servers
            mail1 | list | "mail1" is a server, and --hosts names a list of servers
            """)
    void refusesAMixture(@Nullable String arguments, @Nullable String list, String message) {
        List<String> split = arguments == null ? List.of() : Arrays.asList(arguments.split(" "));

        assertThatThrownBy(() -> of(split, list))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namesAnEmptyArgument() {
        assertThatThrownBy(() -> of(List.of("mail1", ""), null)).hasMessageContaining("argument 2 is empty");
    }

    @Test
    void refusesSettingsOfServersForAnInventory() {
        ServerSettings settings = new ServerSettings(null, null, "26", "postfix", null, null, null, null);

        assertThatThrownBy(() -> ScanSource.of(List.of("fleet.yml"), null, settings, FILES::contains))
                .hasMessage("--port, --profile: only for servers on the command line; with an inventory, set this in"
                        + " fleet.yml");
    }

    private static ScanSource of(List<String> arguments, @Nullable String list) {
        return ScanSource.of(arguments, list == null ? null : Path.of(list), NONE, FILES::contains);
    }
}
