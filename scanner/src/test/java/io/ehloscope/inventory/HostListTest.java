package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ehloscope.classify.Exemption;
import io.ehloscope.plan.Target;
import io.ehloscope.yaml.ConfigException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostListTest {

    private static final String PLAIN = "{file: list.csv}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"DNSHostName\"",
                "Fqdn",
                "Name",
                "server",
                "HOST",
                "Dns_Name",
                "Computer Name",
                "IPv4Address",
                "#TYPE Microsoft.ActiveDirectory.Management.ADComputer\n\"DNSHostName\"",
                "# exported today\n\nfqdn"
            })
    void aHeaderIsNeverAHost(String header) throws IOException {
        assertThat(hosts(PLAIN, header + "\na.example.com\nb.example.com\n"))
                .containsExactly("a.example.com:25", "b.example.com:25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Maschine", "mailserveur", "Hôte"})
    void aFirstLineThatMayBeAHeaderIsAMistake(String first) throws IOException {
        assertThat(mistakes(PLAIN, first + "\na.example.com\nb.example.com\n"))
                .singleElement()
                .asString()
                .startsWith("list.csv:1:1: ")
                .contains(
                        " looks like a header, because every other host has a domain; if it is one, set columns: {host: ");
    }

    @Test
    void namesWithoutADomainAreHosts() throws IOException {
        assertThat(hosts(PLAIN, "mailhub\nrelay\nmx.example.com\n"))
                .containsExactly("mailhub:25", "relay:25", "mx.example.com:25");
        assertThat(hosts(PLAIN, "mailhub\n")).containsExactly("mailhub:25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"`,` | `,`", "`;` | `;`", "`\t` | tab"})
    void theDelimiterIsFoundOrGiven(String delimiter, String given) throws IOException {
        String list = "Id,Fqdn,Port,Role\n1,a.example.com,25,Edge\n2,b.example.com,587,Hub\n".replace(",", delimiter);

        assertThat(hosts(PLAIN, list)).containsExactly("a.example.com:25", "b.example.com:587");
        assertThat(hosts("{file: {path: list.csv, delimiter: \"" + given + "\"}}", list))
                .containsExactly("a.example.com:25", "b.example.com:587");
    }

    static List<Charset> charsets() {
        return List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void aByteOrderMarkIsNoPartOfTheHeader(Charset charset) throws IOException {
        write("\ufeff\"Fqdn\"\r\n\"a.example.com\"\r\n".getBytes(charset));

        assertThat(hosts(PLAIN)).containsExactly("a.example.com:25");
    }

    @Test
    void theColumnsOfAnExportOfExchangeAreKnown() throws IOException {
        String list = """
                "RunspaceId","Name","DataPath","Site","Fqdn","ServerRole"
                "1","EX01","C:\\Program Files, x","corp.example.com/Configuration/Sites/Paris","ex01.example.com","Mailbox"
                "2","EX02","","","ex02.example.com","Edge"
                """;
        write(list.getBytes(StandardCharsets.UTF_8));

        assertThat(targets("{file: {path: list.csv, columns: {role: ServerRole}}}"))
                .extracting(each -> each.id() + " " + each.site() + " " + each.labels())
                .containsExactly("ex02.example.com:25 a {role=Edge}", "ex01.example.com:25 Paris {role=Mailbox}");
    }

    @Test
    void everyFieldCanComeFromAColumn() throws IOException {
        String list = """
                Machine;Where;P;Kind;Without;Tags;Owner;Rack Nr.
                a.example.com;Rome;587;postfix;ETRN, DSN;role=edge x=1;mail team;7
                b.example.com;;;;;;;
                """;
        write(list.getBytes(StandardCharsets.UTF_8));
        String entry = "{file: {path: list.csv, other_columns: label, columns: {host: machine, site: Where, port: P,"
                + " profile: Kind, exempt: Without, labels: Tags, owner: Owner}}, port: 2525, labels: {dc: two}}";

        assertThat(targets(entry))
                .extracting(each ->
                        each.id() + " " + each.site() + " " + each.settings().profile() + " " + each.labels()
                                + each.settings().exempt().stream()
                                        .map(Exemption::verb)
                                        .sorted()
                                        .toList())
                .containsExactly(
                        "b.example.com:2525 a auto {dc=two}[]",
                        "a.example.com:587 Rome postfix {dc=two, owner=mail team, rack_nr_=7, role=edge, x=1}[DSN, ETRN]");
    }

    static Stream<List<String>> mistaken() {
        return Stream.of(
                List.of(
                        "{file: {path: list.csv, columns: {host: Fqnd}}}",
                        "Name,Fqdn\na,a.example.com\n",
                        "list.csv:1:1: unknown column \"Fqnd\"; did you mean \"Fqdn\"?"),
                List.of(
                        "{file: {path: list.csv, columns: {role: Role}}}",
                        "Machine,Role\na.example.com,x\n",
                        "list.csv:1:1: no column of this header is known to name a host; name it under columns, like"
                                + " columns: {host: Fqdn}"),
                List.of(
                        "{file: {path: list.csv, columns: {profile: Kind}}}",
                        "Name,\"A, b\",Kind\na.example.com,\"x, \"\"y\"\"\",postfx\n",
                        "list.csv:2:26: unknown profile \"postfx\"; did you mean \"postfix\"?"),
                List.of(
                        PLAIN,
                        "Fqdn,Role\na.example.com,x\n,y\n",
                        "list.csv:3:1: this row names no host; fill the column of the host, or delete the row"),
                List.of(
                        PLAIN,
                        "host,port\n\"a.example.com,25\"\n",
                        "list.csv:2:2: \"…\" contains a comma; quote each field of a row, not the whole row"),
                List.of(
                        PLAIN,
                        "a.example.com\nb.example.com\t25\nc.example.com,25\n",
                        "list.csv:3:1: \"…\" contains a comma; use one delimiter in the whole file, or set delimiter"),
                List.of(
                        "{file: {path: list.csv, delimiter: \"|\"}}",
                        "a.example.com\n",
                        "i.yml:3:64: delimiter \"|\" is not supported; write \",\", \";\", or tab"),
                List.of(
                        "{file: {path: list.csv, columns: {2nd: x}}}",
                        "a.example.com\n",
                        "i.yml:3:63: \"2nd\" is neither a field nor the name of a label; fields: host, port, profile,"
                                + " site, labels, exempt"),
                List.of(
                        "{file: {path: none.csv}}",
                        "",
                        "i.yml:3:43: \"file:none.csv\": there is no such file: none.csv"));
    }

    @ParameterizedTest
    @MethodSource("mistaken")
    void mistakesAreLocated(List<String> given) throws IOException {
        assertThat(mistakes(given.get(0), given.get(1))).containsExactly(given.get(2));
    }

    /** Otherwise the field would contain all rows below, and their hosts would be lost. */
    @Test
    void aQuoteWithoutItsEndIsAMistake() throws IOException {
        assertThat(mistakes(PLAIN, "Fqdn,Rack\na.example.com,\"rack 19\nb.example.com,7\n"))
                .singleElement()
                .asString()
                .startsWith("list.csv:1:1: invalid CSV in this line or below: ");
    }

    @Test
    void anyBytesAreReadOrRefused() throws IOException {
        Random random = new Random(1);
        String alphabet = "host,;\t\n\r\"# Fqdn.a1:/[]\ufeff\u00a0";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder list = new StringBuilder(random.nextBoolean() ? "Fqdn,Role\n" : "");
            for (int i = random.nextInt(60); i > 0; i--) {
                list.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            write(list.toString()
                    .getBytes(random.nextInt(5) == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8));
            try {
                assertThat(targets("{file: {path: list.csv, other_columns: label}}"))
                        .isNotEmpty();
            } catch (ConfigException refused) {
                assertThat(refused.lines()).isNotEmpty();
            }
        }
    }

    private List<String> hosts(String entry, String list) throws IOException {
        write(list.getBytes(StandardCharsets.UTF_8));
        return hosts(entry);
    }

    private List<String> hosts(String entry) throws IOException {
        return targets(entry).stream().map(Target::id).toList();
    }

    private List<String> mistakes(String entry, String list) throws IOException {
        write(list.getBytes(StandardCharsets.UTF_8));
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> targets(entry));
        assertThat(refused).as(list).isNotNull();
        return refused.lines().stream()
                .map(line -> line.replace(folder + "/", ""))
                .collect(Collectors.toList());
    }

    private void write(byte[] list) throws IOException {
        Files.write(folder.resolve("list.csv"), list);
    }

    private List<Target> targets(String entry) throws IOException {
        Path inventory = Files.writeString(
                folder.resolve("i.yml"),
                "version: 1\nehlo_name: a.example\nsites: [{name: a, servers: [" + entry + "]}]\n");
        return Planner.plan(KnownProfiles.reader().read(inventory)).targets();
    }
}
