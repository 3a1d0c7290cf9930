package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ehloscope.yaml.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The shipped JSON Schema is generated from the reader's keys, accepts what the reader accepts, and rejects most of
 * what it rejects. The schema is a golden file.
 */
class InventorySchemaTest {

    private static final Path BAD = Path.of("src/test/resources/io/ehloscope/inventory/bad");
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    /**
     * Files with mistakes that a schema cannot detect: in another file, a duplicate, a contradiction between two
     * values, or invalid YAML.
     */
    private static final Set<String> BEYOND_A_SCHEMA = Set.of("""
            ca-file-broken ca-file-empty ca-file-missing cidr control-characters csv csv-duplicate csv-empty csv-missing dns-servers duration-range
            ehlo-name-literal exempt-twice exempt-until-calendar file-pattern host-blank host-characters host-dots host-idn host-long host-meant host-url ipv4 ipv6
            key-twice limits-per-site not-utf8 port-twice profile-built-in profile-contradiction
            profile-cycle profile-exempt-idle profile-exempt-on-port profile-exempt-twice profile-own-misspelt profile-parent profile-self
            profile-unknown range retry-backoff schedule-interval schedule-recheck servers-empty site-twice
            sites-empty target-twice target-twice-across-sites target-twice-by-block target-twice-by-range
            target-twice-mx target-twice-v6 timeout-over-total timeout-under-outer too-many-targets
            """.split("\\s+"));

    static List<Path> examples() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("../inventory-examples"))) {
            return all.filter(file -> file.toString().endsWith(".yml"))
                    .filter(file -> !file.endsWith("shared-settings.yml")) // the parser below expands no aliases
                    .sorted()
                    .toList();
        }
    }

    static List<Path> profiles() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("src/main/resources/io/ehloscope/profiles"))) {
            return all.filter(file -> !file.endsWith("index.yaml")).sorted().toList();
        }
    }

    @Test
    void theProgramReadsTheShippedFile() throws IOException {
        assertThat(InventorySchema.text()).isEqualTo(Files.readString(SchemaDocument.FILE));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsValid(Path file) throws IOException {
        assertThat(errors("", Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void everyProfileOfTheProgramIsValid(Path file) throws IOException {
        assertThat(errors("#/$defs/profile", Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{version: 1, ehlo_name: \"[192.0.2.1]\", sites: [{name: 7, labels: {floor: 3}, servers: []}]}",
                "{version: 1, sites: [{name: a, servers: [{host: h, exempt: [XEXCH50], timeouts: {total: 1m30s}}]}]}",
                "{version: 1, defaults: {exempt: [DSN, {verb: XEXCH50, reason: a firewall, until: 2027-01-31}]}, sites: [{name: a, servers: [h]}]}",
                "{version: 1, profiles: {a: {extends: exchange-2003, exempt: [{verb: XEXCH50}]}}, sites: [{name: a, servers: [h]}]}",
                "{version: 1, defaults: {starttls: off, retry: {backoff: 0, jitter: 1}}, sites: [{name: a, servers: [h]}]}",
                "{version: 1, profiles: {a: {ports: {587: {require: []}, \"717, 2525\": {require: [DSN]}}}}, sites: [{name: a, servers: [h]}]}",
            })
    void schemaAcceptsWhatTheReaderAccepts(String text) {
        assertThat(errors("", text)).isEmpty();
    }

    @Test
    void schemaRejectsMostOfWhatTheReaderRejects() throws IOException {
        List<String> accepted = new ArrayList<>();
        int refused = 0;
        try (Stream<Path> all = Files.list(BAD)) {
            for (Path file : all.filter(each -> each.toString().endsWith(".yml"))
                    .sorted()
                    .toList()) {
                if (isRefused(file)) {
                    refused++;
                } else {
                    accepted.add(file.getFileName().toString().replace(".yml", ""));
                }
            }
        }

        assertThat(accepted).containsExactlyInAnyOrderElementsOf(BEYOND_A_SCHEMA);
        assertThat(refused).isGreaterThan(60);
    }

    @Test
    void everyScalarKeyHasADescription() throws IOException {
        JsonNode root = JsonMapper.builder().build().readTree(InventorySchema.text());
        for (Key<?> key : InventoryKeys.IN_LIMITS.keys()) {
            JsonNode property = root.at("/$defs/limits/properties/" + key.name());
            assertThat(property.get("description").asString())
                    .contains("Default: " + key.byDefault())
                    .contains(" ");
        }
        assertThat(root.at("/$defs/profile/properties/forbid/description").asString())
                .contains("must not be offered");
    }

    private static boolean isRefused(Path file) throws IOException {
        try {
            return !errors("", new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    .isEmpty();
        } catch (JacksonException broken) {
            return true;
        }
    }

    private static List<String> errors(String definition, String text) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of("urn:ehloscope:inventory:1", shipped())));
        Schema schema = registry.getSchema(SchemaLocation.of("urn:ehloscope:inventory:1" + definition));
        return schema.validate(YAML.readTree(text)).stream()
                .map(Error::toString)
                .toList();
    }

    private static String shipped() {
        try {
            return Files.readString(SchemaDocument.FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
