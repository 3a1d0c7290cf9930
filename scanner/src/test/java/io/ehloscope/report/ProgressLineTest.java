package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final StringWriter terminal = new StringWriter();
    private final SetClock clock = new SetClock();
    private final ProgressLine line = new ProgressLine(terminal, 80, clock, new RunningDialogues(() -> 0));
    private final ScanResult scan = SampleResults.scan();

    @Test
    void isDrawnAtMostFiveTimesASecond() throws IOException {
        line.begin(scan.header());
        for (int i = 0; i < 1_000; i++) {
            clock.now = clock.now.plusMillis(1);
            line.result(SampleVerdicts.partial());
        }
        assertThat(terminal.toString().split("\r", -1)).hasSize(1 + 1 + 5);
    }

    @Test
    void isRedrawnInOneLine() throws IOException {
        line.begin(scan.header());
        clock.now = clock.now.plusSeconds(2);
        line.result(SampleVerdicts.partial());
        assertThat(terminal.toString())
                .isEqualTo(
                        "\r0/12 0%  no findings\u001b[K\r1/12 8%  0.5/s  ETA 22 s  1 target with findings: 1 warning\u001b[K");
    }

    @Test
    void isRedrawnWhileNoTargetFinishes() throws IOException {
        line.begin(scan.header());
        line.tick();
        int before = terminal.toString().length();
        clock.now = clock.now.plusMillis(250);
        line.tick();
        assertThat(terminal.toString().length()).isGreaterThan(before);
    }

    @Test
    void isErasedAtTheEnd() throws IOException {
        line.begin(scan.header());
        line.end(scan.summary());
        assertThat(terminal.toString()).endsWith("\r\u001b[K").doesNotContain("\n");
    }

    /** A clock that tests set. */
    private static final class SetClock extends Clock {
        private Instant now = SampleResults.START;

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
}
