package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.golden.Golden;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import java.io.IOException;
import java.io.StringWriter;
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
