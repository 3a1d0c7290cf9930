package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.report.Style.Colour;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.text.DisplayWidth;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableReportTest {

    @ParameterizedTest
    @MethodSource("io.ehloscope.report.Scans#all")
    void noLineIsWiderThanTheTerminal(ScanResult scan) throws IOException {
        for (int columns :
                IntStream.iterate(24, width -> width <= 200, width -> width + 7).toArray()) {
            assertThat(lines(scan, new Style(Colour.OFF, columns)))
                    .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(columns));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ehloscope.report.Scans#all")
    void textIsTheSameWithoutColour(ScanResult scan) throws IOException {
        List<String> coloured = lines(scan, new Style(Colour.ON, 100)).stream()
                .map(line -> line.replaceAll("\u001b\\[[0-9]+m", ""))
                .toList();
        assertThat(coloured).isEqualTo(lines(scan, new Style(Colour.OFF, 100)));
    }

    @Test
    void everyTargetOfASmallFleetHasARow() throws IOException {
        String table = String.join("\n", lines(SampleResults.scan(), Style.PLAIN));
        for (TargetResult result : SampleResults.scan().results()) {
            assertThat(table).containsOnlyOnce(result.target().id());
        }
    }

    @Test
    void narrowTerminalDoesNotTruncate() throws IOException {
        String words = String.join(" ", lines(SampleResults.scan(), new Style(Colour.OFF, 40)))
                .replaceAll(" +", " ");
        assertThat(words).contains("greeting rate_limited: 421 4.7.0 Too many connections from your host");
    }

    @Test
    void findingsOfALargeFleetAreShownCompletely() throws IOException {
        List<String> lines = lines(SampleResults.large(12_345), Style.PLAIN);
        assertThat(lines).hasSizeLessThan(15);
        assertThat(lines).anyMatch(line -> line.startsWith("mail5.emea.example.com:587"));
        assertThat(lines).anyMatch(line -> line.matches("6,172 targets +emea +healthy"));
        assertThat(lines).contains("Every target: -o csv, -o json or -o html");
    }

    @Test
    void controlCharactersOfServersAreEscaped() throws IOException {
        assertThat(lines(HostileResults.scan(), Style.PLAIN))
                .allSatisfy(line -> assertThat(line.codePoints().filter(Character::isISOControl))
                        .isEmpty());
    }

    private static List<String> lines(ScanResult scan, Style style) throws IOException {
        StringWriter out = new StringWriter();
        ReportFormat.TABLE.write(scan, out, style);
        return List.of(out.toString().split("\n"));
    }
}
