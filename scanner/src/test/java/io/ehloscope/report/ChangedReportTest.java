package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.drift.Baseline;
import io.ehloscope.report.Style.Colour;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleFailures;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import io.ehloscope.text.DisplayWidth;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The changes since an earlier scan in every output format. */
class ChangedReportTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String SINCE = "2026-11-02T08:30:00.250Z";

    /** In the baseline, mail2 has all verbs; mail1 is not in the new scan; mail5 is new. */
    private static final Baseline BEFORE = Baseline.of(SampleResults.of(
            "inventory/fleet.yaml", List.of(SampleVerdicts.healthyExchange(), withAllVerbs(SampleVerdicts.partial()))));

    private static final ScanResult AFTER =
            SampleResults.of("inventory/fleet.yaml", List.of(SampleVerdicts.partial(), SampleFailures.timedOut(1)));

    @Test
    void tableHasASectionOfChanges() throws IOException {
        assertThat(written(ReportFormat.TABLE, AFTER, BEFORE, Style.PLAIN)).contains("""
                Changed since 2026-11-02T08:30:00.250Z
                  mail5.emea.example.com:587  new in this scan: unreachable
                  mail2.emea.example.com:25   verdict healthy -> partial
                  mail2.emea.example.com:25   X-LINK2STATE is gone
                  mail2.emea.example.com:25   XEXCH50 is gone
                  mail1.emea.example.com:25   no longer scanned; it was healthy

                2 of 2 targets with findings: 1 critical, 1 warning
                """);
    }

    @Test
    void pageHasASectionOfChanges() throws IOException {
        String page = written(ReportFormat.HTML, AFTER, BEFORE, Style.PLAIN);
        assertThat(page).contains("<h2 id=\"changes\">Changed since " + SINCE + "</h2>");
        assertThat(page)
                .contains("<th scope=\"row\"><span class=\"target\">mail2.emea.example.com:25</span></th>"
                        + "<td><span class=\"product\">XEXCH50 is gone</span></td>");
        assertThat(page).contains("<td><span class=\"product\">verdict healthy -&gt; partial</span></td>");
    }

    @Test
    void noChangesAreReportedInOneLine() throws IOException {
        Baseline same = Baseline.of(AFTER);
        assertThat(written(ReportFormat.TABLE, AFTER, same, Style.PLAIN))
                .contains("\nNothing changed since " + SINCE + "\n\n");
        assertThat(written(ReportFormat.HTML, AFTER, same, Style.PLAIN))
                .contains("<h2 id=\"changes\">Nothing changed since " + SINCE + "</h2>")
                .doesNotContain("What changed");
        assertThat(written(ReportFormat.JSON, AFTER, same, Style.PLAIN))
                .contains("\"changed_since\":\"" + SINCE + "\"")
                .doesNotContain("\"changes\"", "\"vanished\"");
    }

    @ParameterizedTest
    @EnumSource
    void noBaselineMeansNoChangesInAnyOutput(ReportFormat format) throws IOException {
        assertThat(written(format, AFTER, Baseline.NONE, Style.PLAIN))
                .doesNotContain("changed", "Changed", "changes", "vanished");
    }

    @Test
    void jsonListsEachChange() throws IOException {
        JsonNode document = MAPPER.readTree(written(ReportFormat.JSON, AFTER, BEFORE, Style.PLAIN));
        assertThat(document.at("/scan/vanished")).hasToString("[\"mail1.emea.example.com:25\"]");
        assertThat(document.at("/results/0/changes/0"))
                .hasToString("{\"kind\":\"verdict\",\"what\":\"verdict\",\"from\":\"healthy\",\"to\":\"partial\"}");
        assertThat(document.at("/results/0/changes/1"))
                .hasToString(
                        "{\"kind\":\"verb\",\"what\":\"X-LINK2STATE\",\"from\":\"offered\",\"to\":\"not_offered\"}");
        assertThat(document.at("/results/1/changes"))
                .hasToString("[{\"kind\":\"new\",\"what\":\"target\",\"to\":\"unreachable\"}]");
    }

    @Test
    void ndjsonHasTheSameChangesAsJson() throws IOException {
        List<JsonNode> records = written(ReportFormat.NDJSON, AFTER, BEFORE, Style.PLAIN)
                .lines()
                .map(MAPPER::readTree)
                .toList();
        JsonNode document = MAPPER.readTree(written(ReportFormat.JSON, AFTER, BEFORE, Style.PLAIN));
        assertThat(records.get(0).at("/changed_since")).isEqualTo(document.at("/scan/changed_since"));
        assertThat(records.get(0).at("/vanished")).isEqualTo(document.at("/scan/vanished"));
        assertThat(records.get(1).at("/changes")).isEqualTo(document.at("/results/0/changes"));
        assertThat(records.get(2).at("/changes")).isEqualTo(document.at("/results/1/changes"));
    }

    @Test
    void csvHasAColumnOfChanges() throws IOException {
        List<String> lines =
                written(ReportFormat.CSV, AFTER, BEFORE, Style.PLAIN).lines().toList();
        assertThat(lines.get(0)).endsWith(",trusted,greeting,changes");
        assertThat(lines.get(1)).endsWith(",verdict healthy -> partial; X-LINK2STATE is gone; XEXCH50 is gone");
    }

    @Test
    void prometheusHasTheSeriesOfChanges() throws IOException {
        assertThat(written(ReportFormat.PROMETHEUS, AFTER, BEFORE, Style.PLAIN))
                .contains("ehlo_fleet_changed_targets{site=\"emea\"} 3.0");
    }

    @Test
    void fiftyChangesAreShownAndTheRestIsCounted() throws IOException {
        Baseline empty = Baseline.of(SampleResults.empty());
        ScanResult large = SampleResults.large(2_000);
        String table = written(ReportFormat.TABLE, large, empty, Style.PLAIN);
        assertThat(table).contains("  and 1,951 more changes: use -o json to see all\n");
        assertThat(table.lines().filter(line -> line.contains("new in this scan")))
                .hasSize(50);
        String page = written(ReportFormat.HTML, large, empty, Style.PLAIN);
        assertThat(page).contains("<p>and 1,951 more changes: use -o json to see all</p>");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 40, 66, 80, 120})
    void linesFitTheTerminalWithoutControlCharacters(int columns) throws IOException {
        for (ScanResult scan : List.of(AFTER, HostileResults.scan())) {
            assertThat(written(ReportFormat.TABLE, scan, BEFORE, new Style(Colour.OFF, columns))
                            .lines())
                    .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(columns))
                    .allSatisfy(line -> assertThat(line.codePoints().filter(Character::isISOControl))
                            .isEmpty());
        }
    }

    /** Returns a result of the same target with all of its verbs. */
    private static TargetResult withAllVerbs(TargetResult now) {
        TargetResult whole = SampleVerdicts.healthyExchange();
        return SampleFindings.result(
                now.target(), whole.outcome(), whole.assessment(), 1, whole.startedAt(), whole.duration());
    }

    private static String written(ReportFormat format, ScanResult scan, Baseline before, Style style)
            throws IOException {
        StringWriter out = new StringWriter();
        format.write(scan, out, style, before);
        return out.toString();
    }
}
