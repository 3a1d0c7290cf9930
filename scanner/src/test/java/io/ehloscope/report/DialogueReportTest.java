package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.dialogue.Attempt;
import io.ehloscope.dialogue.DialogueWatch;
import io.ehloscope.golden.Golden;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.smtp.Transcript;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text report of one target, with advice. */
class DialogueReportTest {

    private static final Path FOLDER = Path.of("src/test/resources/io/ehloscope/report");

    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Advice ADVICE = new Advice(CATALOGUE.verbs(), CATALOGUE.findings());

    @ParameterizedTest
    @ValueSource(ints = {40, 80})
    void everyVerdictMatchesGoldenFile(int columns) throws IOException {
        Golden.assertMatches(
                FOLDER.resolve("every-verdict-" + columns + ".dialogue"), written(SampleResults.scan(), columns));
    }

    @Test
    void serverTextIsEscaped() throws IOException {
        String text = written(HostileResults.scan(), 80);

        assertThat(text.chars().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
        Golden.assertMatches(FOLDER.resolve("hostile.dialogue"), text);
    }

    @Test
    void unknownWidthMeansEightyColumns() throws IOException {
        assertThat(written(SampleResults.scan(), 0)).isEqualTo(written(SampleResults.scan(), 80));
    }

    @Test
    void adviceStaysWithinTheTerminal() throws IOException {
        for (TargetResult result : SampleResults.scan().results()) {
            StringWriter out = new StringWriter();
            ADVICE.write(new Paragraphs(out, 60), result);
            assertThat(out.toString().lines()).allMatch(line -> line.length() <= 60);
        }
    }

    @Test
    void liveDialogueIsWrittenAsItHappensAndOnlyOnce() throws IOException {
        TargetResult result = SampleResults.scan().results().get(0);
        LiveDialogues live = new LiveDialogues();
        Target target = result.target()
                .withSettings(result.target()
                        .settings()
                        .withRetry(result.target().settings().retry().withAttempts(2)));
        InetSocketAddress address = new InetSocketAddress("192.0.2.1", 25);
        Attempt first = live.watched(attempt(target, address, 1));
        Attempt second = live.watched(attempt(target, address, 2));
        StringWriter out = new StringWriter();
        DialogueReport report = new DialogueReport(out, ADVICE, 80, live);

        report.tick();
        assertThat(out.toString()).isEmpty();
        first.watch().line(entry(5, "421 busy"));
        report.tick();
        assertThat(out.toString()).isEqualTo(target.id() + """

                attempt 1 of 2, 192.0.2.1
                       5.0 ms  < 421 busy
                """);
        second.watch().line(entry(6, "220 \u001b[2J"));
        report.result(result);

        assertThat(out.toString())
                .startsWith(target.id() + """

                        attempt 1 of 2, 192.0.2.1
                               5.0 ms  < 421 busy
                        attempt 2 of 2, 192.0.2.1
                               6.0 ms  < 220 \\x1b[2J
                        """)
                .containsOnlyOnce(target.id() + "\n")
                .doesNotContain("> EHLO")
                .contains(result.verdict().label() + ": ");
    }

    /** A first attempt at a target. */
    static Attempt attempt(Target target) {
        return attempt(target, new InetSocketAddress("192.0.2.1", 25), 1);
    }

    private static Attempt attempt(Target target, InetSocketAddress address, int number) {
        return new Attempt(
                target,
                address,
                "scanner.example.com",
                Attempt.Opening.EHLO,
                Timeouts.DEFAULT,
                number,
                DialogueWatch.NONE);
    }

    private static Transcript.Entry entry(long millis, String line) {
        return new Transcript.Entry(Transcript.Direction.RECEIVED, millis * 1_000_000, line);
    }

    private static String written(ScanResult scan, int columns) throws IOException {
        StringWriter out = new StringWriter();
        DialogueReport report = new DialogueReport(out, ADVICE, columns);
        report.begin(scan.header());
        for (TargetResult result : scan.results()) {
            report.result(result);
            out.write("==========\n");
        }
        report.end(scan.summary());
        return out.toString();
    }
}
