package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ehloscope.plan.Plan;
import io.ehloscope.yaml.ConfigException;
import java.io.ByteArrayInputStream;

/** Any file becomes a plan, or is rejected with problems that name their location; nothing else happens. */
class InventoryFuzzTest {

    @FuzzTest(maxDuration = "8h")
    void anyFileIsReadOrRefused(byte[] file) {
        try {
            Inventory inventory = KnownProfiles.reader().read("fuzz.yml", new ByteArrayInputStream(file));
            Plan plan = Planner.plan(inventory);
            assertThat(plan.targets()).isNotEmpty();
        } catch (ConfigException refused) {
            assertThat(refused.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.toString())
                            .startsWith("fuzz.yml")
                            .doesNotContain("\n"));
        }
    }
}
