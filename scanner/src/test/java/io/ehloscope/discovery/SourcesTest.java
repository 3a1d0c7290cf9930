package io.ehloscope.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.inventory.Inventory;
import io.ehloscope.inventory.InventoryReader;
import io.ehloscope.inventory.SourceSpec;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
import io.ehloscope.plan.Target;
import io.ehloscope.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

    private static final Instant BEGIN = Instant.parse("2026-12-01T00:00:00Z");
    private static final String FILES = "{file_sd: ['sd/*.json', 'sd/*.yml']}";
    private static final String HTTP = "{http_sd: {url: 'http://h.example.com/sd?token=secret'}}";

    @TempDir
    private Path folder;

    private final SetClock clock = new SetClock();
    private Sources sources = new Sources(null, clock);

    /** A clock that the test sets. */
    private static final class SetClock extends Clock {
        private Instant now = BEGIN;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(folder.resolve("sd"));
        sources = new Sources(folder.resolve("copies"), clock);
    }

    @Test
    void filesThatAppearChangeAndDisappearChangeTheTargets() throws IOException {
        write("a.json", "[{\"targets\": [\"a\", \"b\"]}]");
        assertThat(targets(FILES)).containsExactly("own:25", "a:25", "b:25");

        write("b.yml", "- targets: [c]");
        write(".hidden.json", "[{\"targets\": [\"x\"]}]");
        assertThat(targets(FILES)).containsExactly("own:25", "a:25", "b:25", "c:25");

        Files.delete(folder.resolve("sd/a.json"));
        assertThat(targets(FILES)).containsExactly("own:25", "c:25");
        assertThat(state()).isEqualTo(new SourceState("sd/*.json, sd/*.yml", 1, 0, BEGIN, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[", "[]", "", "[{\"targets\": []}]", "[{\"targets\": [\"good\", \"not a host\"]}]", "absent"})
    void theLastGoodCopyStaysAsAWhole(String content) throws IOException {
        write("a.json", "[{\"targets\": [\"a\", \"b\"]}]");
        targets(FILES);
        clock.now = BEGIN.plusSeconds(60);

        if (content.equals("absent")) {
            Files.delete(folder.resolve("sd/a.json"));
        } else {
            write("a.json", content);
        }

        assertThat(targets(FILES)).containsExactly("own:25", "a:25", "b:25");
        assertThat(state().problems()).isNotEmpty();
        assertThat(state().age(clock.now)).isEqualTo(Duration.ofSeconds(60));
        assertThat(state().targets()).isEqualTo(2);

        write("a.json", "[{\"targets\": [\"c\"]}]");
        assertThat(targets(FILES)).containsExactly("own:25", "c:25");
        assertThat(state().problems()).isEmpty();
        assertThat(state().age(clock.now)).isZero();
    }

    @Test
    void aWatchedFileWithoutProblemsIsConfirmedAtAnyTime() throws IOException {
        write("a.json", "[{\"targets\": [\"a\"]}]");
        targets(FILES);
        clock.now = BEGIN.plusSeconds(600);

        assertThat(state().age(clock.now)).isZero();
    }

    @Test
    void aCopySurvivesARestart() throws IOException {
        write("a.json", "[{\"targets\": [\"a\"]}]");
        targets(FILES);
        Files.delete(folder.resolve("sd/a.json"));
        clock.now = BEGIN.plusSeconds(3600);

        sources = new Sources(folder.resolve("copies"), clock);

        assertThat(targets(FILES)).containsExactly("own:25", "a:25");
        assertThat(state().age(clock.now)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aDamagedCopyCountsAsNone() throws IOException {
        write("a.json", "[{\"targets\": [\"a\"]}]");
        targets(FILES);
        Files.delete(folder.resolve("sd/a.json"));
        for (Path copy : copies()) {
            Files.writeString(copy, "[\"x\", [");
        }

        sources = new Sources(folder.resolve("copies"), clock);

        assertThat(targets(FILES)).containsExactly("own:25");
        assertThat(state().age(clock.now)).isNull();
    }

    @Test
    void anEndpointIsUsedOnceItHasAnswered() {
        assertThat(targets(HTTP)).containsExactly("own:25");
        assertThat(state()).isEqualTo(new SourceState("http://h.example.com/sd", 0, 0, null, List.of("not read yet")));

        assertThat(receive("[{\"targets\": [\"a\"]}]", "\"1\"")).isTrue();
        assertThat(targets(HTTP)).containsExactly("own:25", "a:25");
        assertThat(sources.etag(endpoint())).isEqualTo("\"1\"");
        assertThat(state().problems()).isEmpty();
    }

    @Test
    void theSameDocumentAndNoDocumentConfirmTheCopy() {
        receive("[{\"targets\": [\"a\"]}]", "\"1\"");
        targets(HTTP);

        clock.now = BEGIN.plusSeconds(300);
        assertThat(receive("[{\"targets\": [\"a\"]}]", "\"2\"")).isFalse();
        assertThat(state().age(clock.now)).isZero();
        assertThat(sources.etag(endpoint())).isEqualTo("\"2\"");

        clock.now = BEGIN.plusSeconds(600);
        assertThat(sources.received(endpoint(), new FetchResult.Unchanged())).isFalse();
        assertThat(state().age(clock.now)).isZero();
    }

    @Test
    void aFailedRequestLeavesTheTargetsAndTheirAge() {
        receive("[{\"targets\": [\"a\"]}]", null);
        targets(HTTP);
        clock.now = BEGIN.plusSeconds(300);

        assertThat(sources.received(endpoint(), new FetchResult.Failed("down"))).isFalse();

        assertThat(targets(HTTP)).containsExactly("own:25", "a:25");
        assertThat(state().problems()).containsExactly("down");
        assertThat(state().age(clock.now)).isEqualTo(Duration.ofSeconds(300));
        assertThat(state().sentence(clock.now))
                .isEqualTo("http://h.example.com/sd: 1 target, confirmed 5m ago; failing: down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "nonsense", "[{\"targets\": [1, []]}]"})
    void aBadDocumentIsNotUsedAndAnEarlierVersionIsGoodAgain(String bad) {
        receive("[{\"targets\": [\"a\"]}]", "\"1\"");
        targets(HTTP);
        clock.now = BEGIN.plusSeconds(300);

        assertThat(receive(bad, "\"2\"")).isTrue();
        assertThat(targets(HTTP)).containsExactly("own:25", "a:25");
        assertThat(state().problems()).isNotEmpty();
        assertThat(sources.etag(endpoint())).isEqualTo("\"1\"");

        sources.received(endpoint(), new FetchResult.Failed("down"));
        targets(HTTP);
        assertThat(state().problems()).hasSizeGreaterThan(1).first().isEqualTo("down");

        assertThat(sources.received(endpoint(), new FetchResult.Unchanged())).isTrue();
        assertThat(targets(HTTP)).containsExactly("own:25", "a:25");
        assertThat(state().problems()).isEmpty();
        assertThat(state().age(clock.now)).isZero();
    }

    @Test
    void anEmptyListIsGoodWhereThereWasNoTarget() {
        receive("[]", null);

        assertThat(targets(HTTP)).containsExactly("own:25");
        assertThat(state().problems()).isEmpty();
    }

    @Test
    void aSourceThatWasRemovedIsForgotten() throws IOException {
        write("a.json", "[{\"targets\": [\"a\"]}]");
        targets(FILES);
        assertThat(copies()).hasSize(1);

        targets("other");
        sources.forgetUnlisted();

        assertThat(copies()).isEmpty();
        write("a.json", "[]");
        assertThat(targets(FILES)).containsExactly("own:25");
        assertThat(state().problems()).isEmpty();
    }

    @Test
    void aCopyInUseThatTheInventoryNoLongerFitsIsAMistake() {
        String ours = "profiles: {ours: {extends: postfix}}\n";
        receive("[{\"targets\": [\"a\"], \"labels\": {\"profile\": \"ours\"}}]", null);
        sources.plan(inventory(ours, HTTP));

        assertThatThrownBy(() -> sources.plan(inventory("", HTTP)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ours");
    }

    private boolean receive(String text, @org.jspecify.annotations.Nullable String etag) {
        return sources.received(endpoint(), new FetchResult.Document(text, etag));
    }

    private SourceSpec.Http endpoint() {
        return (SourceSpec.Http) inventory("", HTTP).sources().get(0).spec();
    }

    private List<String> targets(String server) {
        Plan plan = sources.plan(inventory("", server));
        return plan.targets().stream()
                .map(Target::id)
                .filter(id -> !id.startsWith("other"))
                .toList();
    }

    private SourceState state() {
        assertThat(sources.states()).hasSize(1);
        return sources.states().get(0);
    }

    private Inventory inventory(String head, String server) {
        String text = "version: 1\nehlo_name: s.example.com\n" + head + "sites: [{name: a, servers: [own, " + server
                + "]}]\n";
        try {
            Path file = Files.writeString(folder.resolve("fleet.yml"), text);
            return new InventoryReader(Catalogue.load().profiles(), () -> "s.example.com").read(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("sd").resolve(name), text);
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("copies"))) {
            return all.toList();
        }
    }
}
