package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.SampleResults;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CsvReportTest {

    @ParameterizedTest
    @MethodSource("io.ehloscope.report.Scans#all")
    void everyTargetIsOneRowAndOneLine(ScanResult scan) throws IOException {
        String csv = written(scan);
        assertThat(rows(csv)).hasSize(scan.results().size());
        assertThat(csv.lines()).hasSize(scan.results().size() + 1);
    }

    @ParameterizedTest
    @MethodSource("io.ehloscope.report.Scans#all")
    void noCellIsAFormula(ScanResult scan) throws IOException {
        assertThat(rows(written(scan)))
                .allSatisfy(row -> assertThat(row.getFields()).noneMatch(cell -> cell.matches("(?s)[=+@\\-\t\r\n].*")));
    }

    @Test
    void escapedFormulaRemainsReadable() throws IOException {
        NamedCsvRecord row = rows(written(HostileResults.scan())).get(5);
        assertThat(row.getField("detail")).isEqualTo("'" + HostileResults.FORMULA);
    }

    @Test
    void unknownIsEmptyAndNoMissingVerbIsZero() throws IOException {
        List<NamedCsvRecord> rows = rows(written(SampleResults.scan()));
        assertThat(rows)
                .extracting(row -> row.getField("verdict") + " " + row.getField("missing_exchange_verbs"))
                .startsWith("healthy 0", "partial 2", "not_loaded 4", "masked ", "unreachable ");
    }

    private static List<NamedCsvRecord> rows(String csv) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            return reader.stream().toList();
        }
    }

    private static String written(ScanResult scan) throws IOException {
        StringWriter out = new StringWriter();
        ReportFormat.CSV.write(scan, out, Style.PLAIN);
        return out.toString();
    }
}
