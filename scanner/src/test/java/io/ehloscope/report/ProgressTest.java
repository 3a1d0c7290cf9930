package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Severity;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

    private static final Progress BUSY = new Progress(
            1_234,
            Map.of(Severity.CRITICAL, 3, Severity.WARNING, 8, Severity.INFO, 1),
            10_000,
            Duration.ofMillis(2_410));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0   | 1,234/10,000 12%  512/s  ETA 18 s  12 targets with findings: 3 critical, 8 warning, 1 info
                    80  | 1,234/10,000 12%  512/s  ETA 18 s  3 critical, 8 warning, 1 info
                    60  | 1,234/10,000 12%  ETA 18 s  3 critical, 8 warning, 1 info
                    50  | 1,234/10,000 12%  3 critical, 8 warning, 1 info
                    46  | 1,234/10,000 12%  12 targets with findings
                    20  | 1,234/10,000 12%
                    8   | 1,234
                    """)
    void showsAsMuchAsFits(int columns, String expected) {
        assertThat(BUSY.render(columns)).isEqualTo(expected);
    }

    @Test
    void leavesTheLastColumnEmpty() {
        IntStream.rangeClosed(1, 120)
                .forEach(columns -> assertThat(BUSY.render(columns).length()).isLessThan(columns));
    }

    @Test
    void showsNoRateBeforeOneSecondOrWithoutResults() {
        assertThat(new Progress(0, Map.of(), 5_000, Duration.ofMinutes(1)).render(80))
                .isEqualTo("0/5,000 0%  no findings");
        assertThat(new Progress(9, Map.of(), 5_000, Duration.ofMillis(900)).render(80))
                .isEqualTo("9/5,000 0%  no findings");
    }

    @Test
    void showsNoTimeLeftAtTheEnd() {
        assertThat(new Progress(2, Map.of(Severity.CRITICAL, 2), 2, Duration.ofSeconds(4)).render(80))
                .isEqualTo("2/2 100%  0.5/s  2 targets with findings: 2 critical");
        assertThat(new Progress(0, Map.of(), 0, Duration.ZERO).render(80)).isEqualTo("0/0 100%  no findings");
    }
}
