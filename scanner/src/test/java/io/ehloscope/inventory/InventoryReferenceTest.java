package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.ExemptionKeys;
import io.ehloscope.catalogue.FindingKeys;
import io.ehloscope.catalogue.ProfileKeys;
import io.ehloscope.catalogue.RequirementForm;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Retry;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Schema;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference documents every key as the reader defines it, and the reader has no undocumented key. */
class InventoryReferenceTest {

    private static final List<Class<?>> KEYS = List.of(
            InventoryKeys.class,
            ProfileKeys.class,
            RequirementForm.class,
            ExemptionKeys.class,
            FindingKeys.class,
            ContactKeys.class);

    @Test
    void theReferenceHasEveryKeyWithItsTypeAndDefault() throws IOException {
        Set<String> rows = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("docs/inventory.md"))) {
            String[] cells = line.split(" \\| ");
            if (cells.length >= 4) {
                rows.add(cells[0] + " | " + cells[1] + " | " + cells[2].replace("`", ""));
            }
        }

        assertThat(keys().map(InventoryReferenceTest::row).filter(row -> !rows.contains(row)))
                .as("rows that docs/inventory.md needs")
                .isEmpty();
    }

    @Test
    void sitesAndServersListEveryCommonSetting() throws IOException {
        String common = "| `" + String.join("`, `", InventoryKeys.IN_DEFAULTS.names()) + "` | |";

        assertThat(Files.readAllLines(Path.of("docs/inventory.md")))
                .filteredOn(line -> line.endsWith("| [common settings](#common-settings) |"))
                .hasSize(2)
                .allMatch(line -> line.startsWith(common), "starts with " + common);
    }

    @Test
    void theReferenceHasNoUnknownKey() throws IOException {
        Set<String> known = new HashSet<>(keys().map(Key::name).toList());

        for (String line : Files.readAllLines(Path.of("docs/inventory.md"))) {
            if (line.startsWith("| `") && line.split(" \\| ").length >= 4) {
                for (String name : line.substring(2, line.indexOf(" |", 2)).split(", ")) {
                    assertThat(known).as(line).contains(name.replace("`", ""));
                }
            }
        }
    }

    @Test
    void everyKeyBelongsToASchema() {
        Set<Key<?>> inSchemas = new HashSet<>();
        constants(Schema.class).forEach(schema -> inSchemas.addAll(schema.keys()));

        assertThat(inSchemas)
                .containsAll(constants(Key.class).map(key -> (Key<?>) key).toList());
    }

    @Test
    void everyRecordComponentHasItsKey() {
        assertThat(InventoryKeys.IN_LIMITS.names()).containsExactlyElementsOf(components(Limits.class));
        assertThat(InventoryKeys.IN_TIMEOUTS.names()).containsExactlyElementsOf(components(Timeouts.class));
        assertThat(InventoryKeys.IN_RETRY.names()).containsExactlyElementsOf(components(Retry.class));
        assertThat(InventoryKeys.IN_SCHEDULE.names()).containsExactlyElementsOf(components(Schedule.class));
        assertThat(InventoryKeys.IN_DEFAULTS.names()).containsAll(components(Settings.class));
    }

    private static String row(Key<?> key) {
        String type = key.form().type().replaceFirst("^a list of", "list of");
        return "| `" + key.name() + "` | " + type + " | " + (key.byDefault() == null ? "must be set" : key.byDefault());
    }

    private static Stream<Key<?>> keys() {
        return constants(Schema.class).flatMap(schema -> schema.keys().stream());
    }

    private static <T> Stream<T> constants(Class<T> type) {
        List<T> all = new ArrayList<>();
        for (Class<?> each : KEYS) {
            for (Field field : each.getDeclaredFields()) {
                if (field.getType() == type && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    try {
                        all.add(type.cast(field.get(null)));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
        assertThat(all).isNotEmpty();
        return all.stream();
    }

    private static List<String> components(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();
    }
}
