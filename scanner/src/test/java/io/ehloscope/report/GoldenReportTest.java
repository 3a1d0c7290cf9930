package io.ehloscope.report;

import io.ehloscope.report.Style.Colour;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.ScanResult;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format over the same scans, held against files that a person has read. */
class GoldenReportTest {

    @ParameterizedTest
    @EnumSource
    void everyVerdict(ReportFormat format) throws IOException {
        Golden.assertMatches("every-verdict." + format.label(), written(format, SampleResults.scan(), Style.PLAIN));
    }

    @ParameterizedTest
    @EnumSource
    void hostileServers(ReportFormat format) throws IOException {
        Golden.assertMatches("hostile." + format.label(), written(format, HostileResults.scan(), Style.PLAIN));
    }

    @ParameterizedTest
    @EnumSource
    void noTargets(ReportFormat format) throws IOException {
        Golden.assertMatches("empty." + format.label(), written(format, SampleResults.empty(), Style.PLAIN));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120, 200})
    void tableOnTerminalsOfManyWidths(int columns) throws IOException {
        Style style = new Style(Colour.OFF, columns);
        Golden.assertMatches(
                "every-verdict-" + columns + ".table", written(ReportFormat.TABLE, SampleResults.scan(), style));
        Golden.assertMatches(
                "hostile-" + columns + ".table", written(ReportFormat.TABLE, HostileResults.scan(), style));
    }

    @Test
    void tableInColour() throws IOException {
        Golden.assertMatches(
                "colour.table", written(ReportFormat.TABLE, SampleResults.scan(), new Style(Colour.ON, 100)));
    }

    @Test
    void tableOfManyHealthyTargets() throws IOException {
        Golden.assertMatches(
                "large.table", written(ReportFormat.TABLE, SampleResults.large(12_345), new Style(Colour.OFF, 80)));
    }

    private static String written(ReportFormat format, ScanResult scan, Style style) throws IOException {
        StringWriter out = new StringWriter();
        format.write(scan, out, style);
        return out.toString();
    }
}
