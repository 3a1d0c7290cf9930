package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Settings.ResolveMode;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Target;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedServersTest {

    private static final ServerSettings NONE = new ServerSettings(null, null, null, null, null, null, null, null);
    private static final Inventories INVENTORIES = new Inventories(Catalogue.load());

    @Test
    void expandsEveryPatternOfAnInventory() {
        Plan plan = plan(NamedServers.ofArguments(
                List.of("mail1", "hub[1-2].example.com:587", "192.0.2.0/31", "[2001:db8::1]:26", "mx:example.com")));

        assertThat(plan.targets())
                .extracting(Target::id)
                .containsExactly(
                        "mail1:25",
                        "hub1.example.com:587",
                        "hub2.example.com:587",
                        "192.0.2.0:25",
                        "192.0.2.1:25",
                        "[2001:db8::1]:26",
                        "mx:example.com:25");
        assertThat(plan.sites()).containsExactly("hosts");
    }

    @Test
    void appliesTheSettings() {
        ServerSettings settings =
                new ServerSettings("scanner.example.com", null, "587", "postfix", "negotiate", "implicit", "all", "2");

        Plan plan = INVENTORIES.plan(NamedServers.ofArguments(List.of("a", "b:26")), "hosts", settings);

        assertThat(plan.ehloName()).isEqualTo("scanner.example.com");
        assertThat(plan.targets()).extracting(Target::id).containsExactly("a:587", "b:26");
        Settings first = plan.targets().get(0).settings();
        assertThat(first)
                .isEqualTo(Settings.DEFAULT
                        .withProfile("postfix")
                        .withStarttls(StarttlsMode.NEGOTIATE)
                        .withTls(TlsMode.IMPLICIT)
                        .withResolve(ResolveMode.ALL)
                        .withRetry(Settings.DEFAULT.retry().withAttempts(2)));
    }

    @Test
    void namesTheOptionOfEveryProblem() {
        ServerSettings settings =
                new ServerSettings("a b", "missing.pem", "0", "postfixx", "never", "maybe", "some", "99");

        ConfigException thrown = catchThrowableOfType(
                ConfigException.class,
                () -> INVENTORIES.plan(NamedServers.ofArguments(List.of("a b")), "hosts", settings));

        assertThat(thrown.lines())
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly(
                        "--ehlo-name",
                        "--ca-file",
                        "--port",
                        "--profile",
                        "--starttls",
                        "--tls",
                        "--resolve",
                        "--attempts");
        assertThat(thrown.lines()).anyMatch(line -> line.contains("did you mean \"postfix\"?"));
    }

    @Test
    void namesTheArgumentOfAProblem() {
        assertThat(problems(() -> plan(NamedServers.ofArguments(List.of("mail1", "MAIL1:25", "http://x/")))))
                .containsExactly(
                        "argument 2: \"mail1:25\" is listed twice; first in argument 1",
                        "argument 3: \"http://x/\" is a URL; did you mean \"x\"?");
    }

    @Test
    void readsOneServerPerLine() {
        NamedServers servers = NamedServers.ofText(
                """
                # the hubs

                \thub[1,3].example.com   # two
                mail1#2.example.com
                """.replace("mail1#2.example.com", "mail1.example.com:26\r"), new Problems("list.txt"));

        assertThat(plan(servers).targets())
                .extracting(Target::id)
                .containsExactly("hub1.example.com:25", "hub3.example.com:25", "mail1.example.com:26");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            | list.txt: this list names no server; write one server per line, like mail.example.com:25
            # only a comment | list.txt: this list names no server; write one server per line, like mail.example.com:25
            version: 1 | list.txt:1:1: this is an inventory, not a list of servers; omit --hosts
            [{"targets": []}] | list.txt:1:1: this is JSON, not a list of servers; write one server per line, like mail.example.com:25
            Fqdn\\na | list.txt:1:1: "Fqdn" is a header, not a server; remove this line
            "DNSHostName"\\n"a" | list.txt:1:1: "\\"DNSHostName\\"" is a header, not a server; remove this line
            a,25\\nb,25 | list.txt:1:1: this line has several fields; write one server per line; to scan a CSV file: ehloscope scan file:FILE
            a\\n  b c | list.txt:2:3: "b c" contains a space; write one server per entry, like mail.example.com:25
            a\\nfile:b.csv | list.txt:2:1: a list of servers cannot name another list; scan it with --hosts, or name both in an inventory
            a\\n\\na:25 | list.txt:3:1: "a:25" is listed twice; first in line 1
            """)
    void reportsTheMistakesOfAList(String text, String problem) {
        String lines = text == null ? "" : text.replace("\\n", "\n");

        assertThat(problems(() -> plan(NamedServers.ofText(lines, new Problems("list.txt")))))
                .containsExactly(problem.replace("\\\"", "\""));
    }

    @Test
    void reportsAMissingList() {
        assertThat(problems(() -> NamedServers.ofFile(Path.of("missing-list"))))
                .containsExactly("missing-list: there is no such file");
    }

    @Test
    void suggestsTheNearestFileOfTheFolder(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("hosts.txt"));
        Files.createFile(folder.resolve("other.txt"));

        assertThat(problems(() -> NamedServers.ofFile(folder.resolve("host.txt"))))
                .containsExactly(folder.resolve("host.txt") + ": there is no such file; did you mean \""
                        + folder.resolve("hosts.txt") + "\"?");
        assertThat(problems(() -> NamedServers.ofFile(folder.resolve("no/such/folder"))))
                .containsExactly(folder.resolve("no/such/folder") + ": there is no such file");
    }

    @Test
    void anyTextIsServersOrProblems() {
        String alphabet = "ab1.:/[]-,;\t\r\n #\"@*%\u00a0\u0000\ufeffé";
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(30), 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));
            try {
                NamedServers servers = NamedServers.ofText(text.toString(), new Problems("list.txt"));
                assertThat(plan(servers).targets()).as(text.toString()).isNotEmpty();
            } catch (ConfigException expected) {
                assertThat(expected.lines()).as(text.toString()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub[1-3]", "192.0.2.0/28", "mx:example.com", "file:hosts.csv"})
    void rejectsServersThatAreSeveral(String several) {
        assertThat(problems(() -> NamedServers.ofSingles(List.of("mail1", several))))
                .containsExactly("argument 2: \"" + several
                        + "\" is not a single server; probe accepts a name or an address; to check several servers:"
                        + " ehloscope scan " + several);
    }

    @Test
    void acceptsSingleServers() {
        assertThat(plan(NamedServers.ofSingles(List.of("a", "192.0.2.1:26", "::1")))
                        .targets())
                .extracting(Target::id)
                .containsExactly("a:25", "192.0.2.1:26", "[::1]:25");
    }

    private static Plan plan(NamedServers servers) {
        return INVENTORIES.plan(servers, "hosts", NONE);
    }

    private static List<String> problems(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ConfigException.class, call).lines();
    }
}
