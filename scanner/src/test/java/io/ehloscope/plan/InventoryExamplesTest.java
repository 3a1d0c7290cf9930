package io.ehloscope.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.inventory.KnownProfiles;
import io.ehloscope.inventory.Planner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InventoryExamplesTest {

    private static final Path FOLDER = Path.of("../inventory-examples");

    static List<Path> examples() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            List<Path> found = all.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(5);
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleCanBePlanned(Path example) {
        Plan plan = Planner.plan(KnownProfiles.reader().read(example));

        assertThat(plan.targets()).isNotEmpty();
        assertThat(PlanDescription.of(plan, Instant.parse("2026-11-24T12:00:00Z"), "enough"))
                .contains(example.toString());
    }

    @Test
    void theLargeExampleHasTenThousandTargets() {
        Plan plan = Planner.plan(KnownProfiles.reader().read(FOLDER.resolve("large/fleet-10k.yml")));

        assertThat(plan.targets())
                .hasSize(10_000)
                .allMatch(target -> target.host().startsWith("127."));
    }
}
