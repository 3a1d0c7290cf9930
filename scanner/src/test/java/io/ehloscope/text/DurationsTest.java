package io.ehloscope.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0s",
        "0s, 0, 0s",
        "1ms, 1, 1ms",
        "500ms, 500, 500ms",
        "5s, 5000, 5s",
        "90s, 90000, 1m30s",
        "1m30s, 90000, 1m30s",
        "1m, 60000, 1m",
        "1m5ms, 60005, 1m5ms",
        "2h, 7200000, 2h",
        "1d, 86400000, 1d",
        "1d2h3m4s5ms, 93784005, 1d2h3m4s5ms",
        "1500ms, 1500, 1s500ms",
    })
    void durationIsReadAndWrittenInItsShortestForm(String text, long millis, String shortest) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.text(Duration.ofMillis(millis))).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "00",
                "5 s",
                "1.5s",
                "-5s",
                "+5s",
                "s",
                "5S",
                "5sec",
                "1s1m",
                "1s1s",
                "1e3s",
                "5s ",
                "9999999999s",
                "１s"
            })
    void invalidDurationIsRejected(String text) {
        assertThat(Durations.parse(text)).isNull();
    }

    @Test
    void numberWithoutUnitIsReadAsSeconds() {
        assertThat(Durations.meant("5")).isEqualTo("5s");
        assertThat(Durations.meant("5 s")).isNull();
    }

    @Test
    void writtenDurationIsReadBack() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            Duration any = Duration.ofMillis(random.nextInt(1_000_000_000));
            assertThat(Durations.parse(Durations.text(any))).isEqualTo(any);
        }
    }
}
