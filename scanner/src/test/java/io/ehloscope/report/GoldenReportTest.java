package io.ehloscope.report;

import io.ehloscope.golden.Golden;
import io.ehloscope.report.Style.Colour;
import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.SampleResults;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares every format of the same scans with reviewed golden files. */
class GoldenReportTest {

    private static final Path FOLDER = Path.of("src/test/resources/io/ehloscope/report");

    @ParameterizedTest
    @EnumSource
    void everyVerdict(ReportFormat format) throws IOException {
        Golden.assertMatches(
                FOLDER.resolve("every-verdict." + format.label()), written(format, SampleResults.scan(), Style.PLAIN));
    }

    @ParameterizedTest
    @EnumSource
    void hostileServers(ReportFormat format) throws IOException {
        Golden.assertMatches(
                FOLDER.resolve("hostile." + format.label()), written(format, HostileResults.scan(), Style.PLAIN));
    }

    @ParameterizedTest
    @EnumSource
    void noTargets(ReportFormat format) throws IOException {
        Golden.assertMatches(
                FOLDER.resolve("empty." + format.label()), written(format, SampleResults.empty(), Style.PLAIN));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120, 200})
    void tableOnTerminalsOfManyWidths(int columns) throws IOException {
        Style style = new Style(Colour.OFF, columns);
        Golden.assertMatches(
                FOLDER.resolve("every-verdict-" + columns + ".table"),
                written(ReportFormat.TABLE, SampleResults.scan(), style));
        Golden.assertMatches(
                FOLDER.resolve("hostile-" + columns + ".table"),
                written(ReportFormat.TABLE, HostileResults.scan(), style));
    }

    @Test
    void tableInColour() throws IOException {
        Golden.assertMatches(
                FOLDER.resolve("colour.table"),
                written(ReportFormat.TABLE, SampleResults.scan(), new Style(Colour.ON, 100)));
    }

    @Test
    void tableOfManyHealthyTargets() throws IOException {
        Golden.assertMatches(
                FOLDER.resolve("large.table"),
                written(ReportFormat.TABLE, SampleResults.large(12_345), new Style(Colour.OFF, 80)));
    }

    private static String written(ReportFormat format, ScanResult scan, Style style) throws IOException {
        StringWriter out = new StringWriter();
        format.write(scan, out, style);
        return out.toString();
    }
}
