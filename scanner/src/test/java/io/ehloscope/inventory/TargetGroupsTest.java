package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
import io.ehloscope.plan.Target;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problems;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetGroupsTest {

    private static final String FILES = """
            version: 1
            sites:
              - name: emea
                labels: {country: de, role: hub}
                port: 2525
                servers:
                  - mail.example.com
                  - {file_sd: targets/*.json, labels: {from: sd}, timeouts: {connect: 1s}}
            """;

    @Test
    void targetsTakeTheirSettingsFromThePlaceOfTheSource() {
        Target target = only(read("""
                [{"targets": ["Hub1.example.com:587"], "labels": {"role": "edge", "os": "win"}}]"""));

        assertThat(target.id()).isEqualTo("hub1.example.com:587");
        assertThat(target.site()).isEqualTo("emea");
        assertThat(target.settings().timeouts().connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(target.labels()).isEqualTo(Map.of("country", "de", "role", "edge", "from", "sd", "os", "win"));
    }

    @ParameterizedTest
    @CsvSource({
        "mail2.example.com, mail2.example.com:2525",
        "mail2.example.com:25, mail2.example.com:25",
        "192.0.2.7, 192.0.2.7:2525",
        "2001:db8::1, [2001:db8::1]:2525",
        "[2001:DB8:0::1]:465, [2001:db8::1]:465"
    })
    void aTargetIsAHostWithOrWithoutPort(String text, String id) {
        assertThat(only(read("[{\"targets\": [\"" + text + "\"]}]")).id()).isEqualTo(id);
    }

    @Test
    void siteAndProfileAreProperties() {
        Target target = only(read("""
                [{"targets": ["a.example.com"], "labels": {"site": "apac", "profile": "postfix", "zone": "dmz"}}]"""));

        assertThat(target.site()).isEqualTo("apac");
        assertThat(target.settings().profile()).isEqualTo("postfix");
        assertThat(target.labels()).containsEntry("zone", "dmz").doesNotContainKeys("site", "profile");
    }

    @Test
    void labelsOfTheOwnServiceDiscoveryAreMappedBackAndOthersWithTwoUnderscoresAreLeftOut() {
        Target target = only(read("""
                [{"targets": ["a.example.com"], "labels": {"__meta_ehloscope_site": "apac",
                  "__meta_ehloscope_profile": "postfix", "__meta_ehloscope_label_os": "win",
                  "__meta_netbox_status": "active", "__scheme__": "https", "address": "x", "empty": "", "none": null}}]"""));

        assertThat(target.site()).isEqualTo("apac");
        assertThat(target.settings().profile()).isEqualTo("postfix");
        assertThat(target.labels())
                .isEqualTo(Map.of("country", "de", "role", "hub", "from", "sd", "os", "win", "exported_address", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|this is a mapping",
                "[|this is not valid JSON",
                "''|this JSON is empty",
                "[1]|a target group is \"1\"",
                "[{\"labels\": {}}]|targets is missing",
                "[{\"targets\": [], \"target\": []}]|unknown key \"target\"",
                "[{\"targets\": [{}]}]|a target is a mapping",
                "[{\"targets\": [\"a b\"]}]|contains a space",
                "[{\"targets\": [\"a.example.com:99999\"]}]|out of range",
                "[{\"targets\": [\"10.0.0.0/8\"]}]|is not one host",
                "[{\"targets\": [\"mx:example.com\"]}]|is not one host",
                "[{\"targets\": [\"a.example.com\"], \"labels\": {\"profile\": \"postfox\"}}]|postfox",
                "[{\"targets\": [], \"labels\": {\"a-b\": \"c\"}}]|is not a label name",
                "[{\"targets\": [], \"labels\": {\"a\": []}}]|label \"a\" is a list",
                "[{\"targets\": [\"a.example.com\"], \"targets\": [\"b.example.com\"]}]|\"targets\" is set twice",
                "[] []|text follows"
            })
    void aMistakeIsShownWithTheDocument(String json, String sentence) {
        Problems problems = new Problems("source");
        source(FILES).read(List.of(new SourceDocument("targets/a.json", json, SourceDocument.Form.JSON)), problems);

        assertThat(problems.list()).singleElement().satisfies(each -> {
            assertThat(each.file()).isEqualTo("targets/a.json");
            assertThat(each.sentence()).contains(sentence);
        });
    }

    @Test
    void yamlIsReadToo() {
        Problems problems = new Problems("source");
        SourceDocument yaml = new SourceDocument(
                "a.yml", "- targets: [a.example.com, b.example.com]\n  labels: {rack: 7}\n", SourceDocument.Form.YAML);

        SourceTargets read = source(FILES).read(List.of(yaml), problems);

        assertThat(problems.list()).isEmpty();
        assertThat(read.targets()).extracting(Target::id).containsExactly("a.example.com:2525", "b.example.com:2525");
    }

    @Test
    void theFirstEntryOfATargetApplies() {
        Inventory inventory = inventory(FILES);
        SourceTargets read = read("""
                [{"targets": ["mail.example.com", "a.example.com"], "labels": {"n": "1"}},
                 {"targets": ["A.example.com.:2525"], "labels": {"n": "2"}}]""");
        SourceState state = new SourceState("targets/*.json", 0, 0, Instant.EPOCH, List.of());

        Plan plan = Planner.plan(inventory, List.of(new Planner.Contribution(read, state)));

        assertThat(plan.targets())
                .extracting(Target::id)
                .containsExactly("mail.example.com:2525", "a.example.com:2525");
        assertThat(plan.targets().get(0).labels()).doesNotContainKey("n");
        assertThat(plan.targets().get(1).labels()).containsEntry("n", "1");
        assertThat(plan.sources()).containsExactly(state.counting(1, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file_sd: a.txt|does not end with .json",
                "file_sd: '*/a.json'|only the file name",
                "file_sd: '[a.json'|is not a valid glob",
                "{file_sd: a.json, http_sd: {url: 'http://h/'}}|write two entries",
                "{file_sd: a.json, host: h.example.com}|unknown key \"host\"",
                "http_sd: {url: 'ftp://h/'}|is not an http or https URL",
                "http_sd: {url: 'http://u:secret@h/'}|user name or password",
                "http_sd: {url: 'http://h/', username: u}|belong together",
                "http_sd: {url: 'http://h/', token_file: t, username: u, password_file: p}|are both set",
                "http_sd: {url: 'http://h/', refresh: 1s}|out of range",
                "http_sd: {}|url is missing"
            })
    void aBadDefinitionIsAMistake(String source, String sentence) {
        assertThatThrownBy(() -> inventory("version: 1\nsites: [{name: a, servers: [" + flow(source) + "]}]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aSourceIsListedOnce() {
        assertThatThrownBy(() ->
                        inventory("version: 1\nsites: [{name: a, servers: [{file_sd: a.json}, {file_sd: [a.json]}]}]"))
                .hasMessageContaining("is listed twice");
    }

    private static String flow(String source) {
        return source.startsWith("{") ? source : "{" + source + "}";
    }

    private static Target only(SourceTargets read) {
        assertThat(read.targets()).hasSize(1);
        return read.targets().get(0);
    }

    private static SourceTargets read(String json) {
        Problems problems = new Problems("source");
        SourceTargets read =
                source(FILES).read(List.of(new SourceDocument("a.json", json, SourceDocument.Form.JSON)), problems);
        assertThat(problems.list()).isEmpty();
        return read;
    }

    private static ListedSource source(String inventory) {
        return inventory(inventory).sources().get(0);
    }

    private static Inventory inventory(String text) {
        return KnownProfiles.reader()
                .read("fleet.yml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
