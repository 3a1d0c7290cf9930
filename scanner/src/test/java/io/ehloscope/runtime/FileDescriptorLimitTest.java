package io.ehloscope.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.plan.Plan;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDescriptorLimitTest {

    @ParameterizedTest
    @CsvSource({"64, 12, 20", "64, 60, 1", "20, 12, 1", "256, 12, 180", "1024, 12, 948", "1048576, 12, 1048500"})
    void openAndReservedDescriptorsAreSubtracted(long limit, long open, int dialogues) {
        assertThat(new FileDescriptorLimit(limit, open).dialogues()).isEqualTo(dialogues);
    }

    @Test
    void sentenceStatesLimitAndRemedy() {
        assertThat(new FileDescriptorLimit(64, 12).sentence(plan(500)))
                .isEqualTo("this process can open 64 files (ulimit -n), so it runs 20 dialogues at once instead of"
                        + " 500: slower, with the same results. Raise the hard limit to 1024 (ulimit -n 1024,"
                        + " LimitNOFILE=1024 in a systemd unit)");
        assertThat(new FileDescriptorLimit(4096, 12).sentence(plan(500)))
                .isEqualTo("this process can open 4,096 files (ulimit -n): enough for 500 dialogues at once");
        assertThat(new FileDescriptorLimit(64, 12).sentence(plan(1)))
                .isEqualTo("this process can open 64 files (ulimit -n): enough for 1 dialogue");
    }

    @Test
    void recommendedLimitSuffices() {
        for (int targets = 1; targets < 3_000; targets += 97) {
            Plan plan = plan(targets);
            assertThat(new FileDescriptorLimit(64, 12).sentence(plan)).satisfies(sentence -> {
                if (sentence.contains("Raise")) {
                    long advice = Long.parseLong(sentence.replaceAll(".*ulimit -n ([0-9]+),.*", "$1"));
                    assertThat(new FileDescriptorLimit(advice, 12).sentence(plan))
                            .contains("enough");
                }
            });
        }
    }

    private static Plan plan(int targets) {
        String inventory = "version: 1\nehlo_name: scanner.example.com\nlimits: {concurrency: 5000}\n"
                + "sites: [{name: a, servers: [\"hub[1-" + targets + "].example.com\"]}]\n";
        return new Inventories(Catalogue.load())
                .plan("test", new ByteArrayInputStream(inventory.getBytes(StandardCharsets.UTF_8)));
    }
}
