package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.report.Advice;
import io.ehloscope.report.DialogueReport;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.report.Why;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every output shows every finding with its severity, whatever the verdict and the size of the fleet. */
class FindingsOutputsTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final int MANY = 500;

    static Stream<Arguments> everyFinding() {
        return Arrays.stream(FindingKind.values())
                .flatMap(kind -> Arrays.stream(Severity.values()).map(severity -> Arguments.of(kind, severity)));
    }

    @ParameterizedTest
    @MethodSource("everyFinding")
    void wordsShowIt(FindingKind kind, Severity severity) {
        TargetResult result = result(finding(kind, severity));

        assertThat(Why.of(result)).containsAnyOf("seen-of-" + kind.label(), "SUBJECT-" + kind.name());
    }

    @ParameterizedTest
    @MethodSource("everyFinding")
    void tableHasARowOfItInALargeFleet(FindingKind kind, Severity severity) throws IOException {
        TargetResult result = result(finding(kind, severity));

        List<String> lines =
                written(ReportFormat.TABLE, among(MANY, result)).lines().toList();

        assertThat(lines.get(1))
                .startsWith(result.target().id())
                .contains("  " + severity.label() + "  ")
                .endsWith("  " + Why.of(result));
        assertThat(lines).contains("1 of 501 targets with findings: 1 " + severity.label());
        assertThat(lines).contains("  " + pad(severity) + "1 " + kind.label());
    }

    @ParameterizedTest
    @MethodSource("everyFinding")
    void csvHasIt(FindingKind kind, Severity severity) throws IOException {
        String csv = written(ReportFormat.CSV, among(MANY, result(finding(kind, severity))));

        assertThat(csv)
                .containsPattern(
                        "," + severity.label() + ",\"?" + kind.label() + "(\\([^)]*\\))?:" + severity.label() + "\"?,");
    }

    @ParameterizedTest
    @MethodSource("everyFinding")
    void jsonAndNdjsonHaveIt(FindingKind kind, Severity severity) throws IOException {
        Finding finding = finding(kind, severity);
        ScanResult scan = among(MANY, result(finding));
        JsonNode document = MAPPER.readTree(written(ReportFormat.JSON, scan));
        List<JsonNode> records =
                written(ReportFormat.NDJSON, scan).lines().map(MAPPER::readTree).toList();

        for (JsonNode found :
                List.of(document.at("/results/0/findings/0"), records.get(1).at("/findings/0"))) {
            assertThat(found.at("/finding").asString()).isEqualTo(kind.label());
            assertThat(found.at("/severity").asString()).isEqualTo(severity.label());
            assertThat(found.at("/sentence").asString()).isEqualTo(finding.sentence());
        }
        for (JsonNode counts : List.of(document.at("/scan"), records.get(records.size() - 1))) {
            assertThat(counts.at("/targets_with_findings").asInt()).isEqualTo(1);
            assertThat(counts.at("/severities/" + severity.label()).asInt()).isEqualTo(1);
            assertThat(counts.at("/findings/" + kind.label()).asInt()).isEqualTo(1);
            assertThat(counts.at("/findings")).hasSize(FindingKind.values().length);
        }
    }

    @ParameterizedTest
    @MethodSource("everyFinding")
    void htmlShowsItUncollapsed(FindingKind kind, Severity severity) throws IOException {
        Finding finding = finding(kind, severity);

        String page = written(ReportFormat.HTML, among(MANY, result(finding)));

        assertThat(page)
                .contains("<li class=\"" + severity.label() + "\"><span class=\"label\">" + severity.label()
                        + "</span> <b>" + kind.label() + "</b> " + finding.sentence() + "</li>")
                .contains("<th scope=\"row\">" + kind.label() + "</th><td class=\"number\">1</td>");
    }

    @ParameterizedTest
    @MethodSource("everyFinding")
    void dialogueOfProbeAndExplainShowsIt(FindingKind kind, Severity severity) throws IOException {
        Finding finding = finding(kind, severity);
        StringWriter out = new StringWriter();

        new DialogueReport(out, new Advice(CATALOGUE.verbs(), CATALOGUE.findings()), 200).result(result(finding));

        assertThat(out.toString()).contains("\n  " + pad(severity) + kind.label() + ": " + finding.sentence() + "\n");
    }

    @ParameterizedTest
    @MethodSource("everyFinding")
    void statusLineOfAPluginShowsIt(FindingKind kind, Severity severity) {
        TargetResult result = result(finding(kind, severity));
        FailOn all = new FailOn(List.of(new FailOn.WordConverter().convert("info")));

        String many = line(all, among(MANY, result));
        String single = line(all, SampleResults.of("one.yml", List.of(result)));

        String state = severity == Severity.CRITICAL ? "CRITICAL" : "WARNING";
        assertThat(many)
                .startsWith("EHLOSCOPE " + state + " - 1 of 501 targets with findings: 1 " + kind.label() + " | ")
                .contains(" " + severity.label() + "=1;;;0 ")
                .contains(" " + kind.label() + "=1;;;0 ");
        assertThat(single).startsWith("EHLOSCOPE " + state + " - ").contains(Why.of(result) + " | ");
    }

    @ParameterizedTest
    @EnumSource
    void everyWordOfFailOnIsKnown(FindingKind kind) {
        FailOn words = new FailOn(List.of(new FailOn.WordConverter().convert(kind.label())));

        for (Severity severity : Severity.values()) {
            assertThat(words.counts(result(finding(kind, severity)))).isTrue();
        }
    }

    @Test
    void resultWithEveryFindingIsShownCompletely() throws IOException {
        List<Finding> all = Arrays.stream(FindingKind.values())
                .map(kind -> finding(kind, Severity.WARNING))
                .toList();
        ScanResult scan = among(MANY, result(all.toArray(Finding[]::new)));
        StringWriter text = new StringWriter();
        new DialogueReport(text, new Advice(CATALOGUE.verbs(), CATALOGUE.findings()), 200)
                .result(scan.results().get(0));
        String csv = written(ReportFormat.CSV, scan);
        String html = written(ReportFormat.HTML, scan);
        String json = written(ReportFormat.JSON, scan);

        for (Finding each : all) {
            assertThat(csv).contains(each.kind().label());
            assertThat(html).contains(each.sentence());
            assertThat(json).contains(each.sentence());
            assertThat(text.toString()).contains(each.sentence());
        }
        assertThat(Why.of(scan.results().get(0))).hasSizeLessThan(3_000).endsWith(" more");
    }

    private static String pad(Severity severity) {
        return String.format(Locale.ROOT, "%-8s  ", severity.label());
    }

    private static Finding finding(FindingKind kind, Severity severity) {
        return new Finding(kind, severity, "SUBJECT-" + kind.name(), "Something was seen-of-" + kind.label() + ".");
    }

    /** A result with these findings, which need not fit its verdict. */
    private static TargetResult result(Finding... findings) {
        TargetResult healthy = SampleVerdicts.healthyExchange();
        FindingKind kind = findings[0].kind();
        Assessment assessment = Assessment.without(
                kind.verdict() == null ? Verdict.HEALTHY : kind.verdict(), List.of("a reason"), null, null);
        return healthy.with(healthy.outcome(), assessment.with(List.of(findings)), List.of());
    }

    private static ScanResult among(int healthy, TargetResult result) {
        List<TargetResult> all = new ArrayList<>(List.of(result));
        all.addAll(SampleResults.large(healthy).results().subList(1, healthy + 1));
        return SampleResults.of("many.yml", all);
    }

    private static String line(FailOn words, ScanResult scan) {
        ScanStatus status = new ScanStatus(words, ExitOptions.Manner.nagios, new OutputOptions());
        scan.results().forEach(status::add);
        return status.line(scan.summary());
    }

    private static String written(ReportFormat format, ScanResult scan) throws IOException {
        StringWriter out = new StringWriter();
        format.write(scan, out, Style.PLAIN);
        return out.toString();
    }
}
