package io.ehloscope.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    private static final List<String> KNOWN = List.of("timeouts", "retry", "port", "per_address", "per_address_gap");

    @ParameterizedTest
    @CsvSource({
        "timeout, timeouts",
        "TIMEOUTS, timeouts",
        "tiemouts, timeouts",
        "prot, port",
        "ports, port",
        "per-address, per_address",
        "per_adress_gap, per_address_gap",
        "rety, retry",
    })
    void nearestKnownWordIsFound(String word, String meant) {
        assertThat(Spelling.nearest(word, KNOWN)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "x", "''", "timetable"})
    void nothingIsSuggestedIfNoWordIsNear(String word) {
        assertThat(Spelling.nearest(word, KNOWN)).isNull();
    }

    @Test
    void veryLongWordIsNotCompared() {
        assertThat(Spelling.nearest("x".repeat(1_000_000), List.of("x".repeat(1_000_001))))
                .isNull();
    }
}
