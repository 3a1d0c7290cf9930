package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Severity;
import io.ehloscope.dialogue.Attempt;
import io.ehloscope.evidence.Stage;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0   | 1,234/10,000 12%  2 s  512/s  ETA 18 s  12 targets with findings: 3 critical, 8 warning, 1 info  37 in flight, longest 14 s: mail7.example.com:25 greeting
                    120 | 1,234/10,000 12%  2 s  3 critical, 8 warning, 1 info  37 in flight, longest 14 s: mail7.example.com:25 greeting
                    85  | 1,234/10,000 12%  2 s  37 in flight, longest 14 s: mail7.example.com:25 greeting
                    70  | 1,234/10,000 12%  2 s  3 critical, 8 warning, 1 info  37 in flight
                    30  | 1,234/10,000 12%
                    """)
    void showsTheLongestWait(int columns, String expected) {
        Progress waiting = new Progress(
                BUSY.done(),
                BUSY.severities(),
                BUSY.total(),
                BUSY.elapsed(),
                new RunningDialogues.State(
                        37, new RunningDialogues.Wait("mail7.example.com:25", Stage.GREETING, Duration.ofSeconds(14))));
        assertThat(waiting.render(columns)).isEqualTo(expected);
    }

    @Test
    void longestWaitIsTheEarliestStageThatHasNotEnded() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
        RunningDialogues running = new RunningDialogues(now::get);
        assertThat(running.state()).isEqualTo(RunningDialogues.State.NONE);
        TargetResult first = SampleResults.scan().results().get(0);
        TargetResult second = SampleResults.scan().results().get(1);
        Attempt early = running.watched(DialogueReportTest.attempt(first.target()));
        now.addAndGet(10);
        Attempt late = running.watched(DialogueReportTest.attempt(second.target()));
        now.addAndGet(10);

        assertThat(running.state())
                .isEqualTo(new RunningDialogues.State(
                        2, new RunningDialogues.Wait(first.target().id(), Stage.CONNECT, Duration.ofNanos(20))));
        early.watch().entered(Stage.GREETING);
        assertThat(running.state().longest())
                .isEqualTo(new RunningDialogues.Wait(second.target().id(), Stage.CONNECT, Duration.ofNanos(10)));
        late.watch().ended();
        assertThat(running.state())
                .isEqualTo(new RunningDialogues.State(
                        1, new RunningDialogues.Wait(first.target().id(), Stage.GREETING, Duration.ZERO)));
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
