package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

    private static final Progress BUSY = new Progress(
            Map.of(
                    Verdict.HEALTHY, 1_222,
                    Verdict.PARTIAL, 8,
                    Verdict.UNREACHABLE, 3,
                    Verdict.MASKED, 1),
            10_000,
            Duration.ofMillis(2_410));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0   | 1,234/10,000 12%  512/s  ETA 18 s  12 findings: 8 partial, 3 unreachable, 1 masked
                    80  | 1,234/10,000 12%  512/s  ETA 18 s  12 findings: 8 partial, 3 unreachable, …
                    60  | 1,234/10,000 12%  512/s  ETA 18 s  12 findings
                    40  | 1,234/10,000 12%  ETA 18 s  12 findings
                    39  | 1,234/10,000 12%  12 findings
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
        assertThat(new Progress(Map.of(), 5_000, Duration.ofMinutes(1)).render(80))
                .isEqualTo("0/5,000 0%  no findings");
        assertThat(new Progress(Map.of(Verdict.HEALTHY, 9), 5_000, Duration.ofMillis(900)).render(80))
                .isEqualTo("9/5,000 0%  no findings");
    }

    @Test
    void showsNoTimeLeftAtTheEnd() {
        assertThat(new Progress(Map.of(Verdict.REFUSED, 2), 2, Duration.ofSeconds(4)).render(80))
                .isEqualTo("2/2 100%  0.5/s  2 findings: 2 refused");
        assertThat(new Progress(Map.of(), 0, Duration.ZERO).render(80)).isEqualTo("0/0 100%  no findings");
    }
}
