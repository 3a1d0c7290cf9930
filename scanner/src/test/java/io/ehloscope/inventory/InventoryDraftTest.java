package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.yaml.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryDraftTest {

    @Test
    void domainIsAnInventoryOfItsMxHosts() {
        Plan plan = plan(new InventoryDraft()
                .domain("Example.COM")
                .domain("example.org")
                .domain("null")
                .text());

        assertThat(plan.targets())
                .extracting(Target::site, Target::id)
                .containsExactly(
                        tuple("example.com", "mx:example.com:25"),
                        tuple("example.org", "mx:example.org:25"),
                        tuple("null", "mx:null:25"));
    }

    @Test
    void listIsAnInventoryOfItsServers(@TempDir Path folder) throws IOException {
        for (String name : List.of("dc2.csv", "my 'old' list, {2}: #1.csv", ".csv", "no")) {
            Path list = Files.writeString(folder.resolve(name), "a.example.com,587,postfix\n");

            Plan plan = plan(new InventoryDraft().list(list.toString()).text());

            assertThat(plan.targets()).as(name).extracting(Target::id).containsExactly("a.example.com:587");
        }
    }

    @Test
    void discoveredTargetsAreASource() {
        String text = new InventoryDraft()
                .fileSd("targets/exchange.json")
                .fileSd("it's/*.yml")
                .text();

        assertThat(plan(text).sites()).containsExactly("exchange", "servers");
        assertThat(text).contains("- file_sd: 'targets/exchange.json'\n", "- file_sd: 'it''s/*.yml'\n");
    }

    @Test
    void sitesOfOneNameAreNumbered() {
        assertThat(new InventoryDraft().list("a/dc2.csv").list("b/dc2.txt").text())
                .contains("name: 'dc2'\n", "name: 'dc2-2'\n", "- file:a/dc2.csv\n", "- file:b/dc2.txt\n");
    }

    @Test
    void exampleIsAnInventory() {
        assertThat(plan(new InventoryDraft().example().text()).targets()).hasSize(2);
    }

    /** What a comment offers is valid after removing the {@code #} in front of it. */
    @Test
    void commentedOutLinesAreValid() {
        String domain = uncommented(new InventoryDraft().domain("example.com").text());
        String example = uncommented(new InventoryDraft().example().text())
                .replace("      - file:servers.csv", "      # - file:servers.csv");

        assertThat(plan(domain).targets()).hasSizeGreaterThan(20);
        assertThat(plan(domain).ehloName()).isEqualTo("scanner.example.com");
        assertThat(plan(example).targets()).hasSizeGreaterThan(20);
    }

    @Test
    void linesFitATerminal() {
        String text = new InventoryDraft().domain("example.com").example().text();

        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            joe@example.com | did you mean "example.com"?
            https://example.com/owa | did you mean "example.com"?
            mx:example.com | did you mean "example.com"?
            192.0.2.1 | like example.com
            ~~ | like example.com
            a b | like example.com
            hub[1-3].example.com | like example.com
            """)
    void rejectsWhatIsNoDomain(String text, String suggestion) {
        assertThatThrownBy(() -> new InventoryDraft().domain(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--domain: \"" + text + "\" is not the name of a domain; " + suggestion);
    }

    private static String uncommented(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("^( *)# (- (?:\\{|mx:|file:|\"|hub|[0-9])|ehlo_name)", "$1$2"))
                .collect(Collectors.joining("\n"));
    }

    private static Plan plan(String text) {
        return new Inventories(Catalogue.load())
                .plan("draft", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
