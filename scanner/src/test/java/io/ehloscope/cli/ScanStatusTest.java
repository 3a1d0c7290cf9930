package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.report.Report;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleFailures;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Exit codes of a scan, and the status line of a monitoring plug-in. */
class ScanStatusTest {

    /** One item of performance data by the guidelines of the Monitoring Plugins, with a label that needs no quotes. */
    private static final Pattern DATA =
            Pattern.compile("[^\\s'=]+=(U|-?[0-9.]+(us|ms|s|%|B|KB|MB|TB|c)?(;[0-9.]*){0,4})");

    private static final List<TargetResult> COMPLETE =
            List.of(SampleVerdicts.healthyExchange(), SampleVerdicts.partial(), SampleVerdicts.foreign());
    private static final List<TargetResult> WARNINGS =
            List.of(SampleVerdicts.healthyExchange(), SampleVerdicts.partial(), SampleVerdicts.heloOnly());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            warning                        | 1 | 2
            critical                       | 1 | 2
            info                           | 1 | 2
            foreign                        | 1 | 2
            partial                        | 1 | 1
            verb_forbidden,exemption_ended | 1 | 1
            exemption_ended                | 1 | 1
            healthy                        | 1 | 1
            certificate_expired            | 0 | 0
            not_loaded,unreachable         | 0 | 0
            skipped                        | 0 | 0
            """)
    void wordsOfFailOnDecideTheExitCode(String words, int plain, int nagios) {
        ScanResult scan = SampleResults.of("org.yml", COMPLETE);

        assertThat(counted(scan, "--fail-on", words).finish(scan.summary())).isEqualTo(plain);
        assertThat(counted(scan, "--fail-on", words, "--exit-code", "nagios").line(scan.summary()))
                .startsWith("EHLOSCOPE " + PluginLine.State.of(nagios) + " - ");
    }

    @Test
    void severityMeansThatOneOrAWorseOne() {
        ScanResult warnings = SampleResults.of("org.yml", WARNINGS);

        assertThat(counted(warnings).finish(warnings.summary())).isEqualTo(1);
        assertThat(counted(warnings, "--fail-on", "critical").finish(warnings.summary()))
                .isZero();
        assertThat(counted(warnings, "--exit-code", "nagios").line(warnings.summary()))
                .startsWith("EHLOSCOPE WARNING - 2 of 3 targets with findings: 1 helo_only, 1 partial, 1 verb_missing,"
                        + " 1 verb_forbidden | ");
        assertThat(counted(warnings, "--exit-code", "nagios", "--fail-on", "critical")
                        .line(warnings.summary()))
                .startsWith("EHLOSCOPE OK - no findings that count in 3 targets; others: 2 warning | ");
    }

    @Test
    void unknownWordSuggestsTheNearestAndListsAllByKind() {
        assertThatThrownBy(() -> new FailOn.WordConverter().convert("certificate-expird"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageStartingWith("unknown word \"certificate-expird\"; did you mean \"certificate_expired\"?"
                        + " severities: critical, warning, info; findings: not_loaded, ")
                .hasMessageEndingWith("; other verdicts: healthy, skipped");
        for (Verdict verdict : Verdict.values()) {
            assertThat(new FailOn.WordConverter().convert(verdict.label()).verdict())
                    .isEqualTo(verdict);
        }
    }

    @Test
    void interruptedScanIsUnknown() {
        ScanResult scan = SampleResults.scan();

        assertThat(counted(scan).finish(scan.summary())).isEqualTo(3);
        assertThat(counted(scan, "--exit-code", "nagios").line(scan.summary()))
                .startsWith("EHLOSCOPE UNKNOWN - interrupted, 1 target not checked | targets=12;;;0 critical=4;;;0 "
                        + "warning=5;;;0 info=0;;;0 skipped=1;;;0 ");
    }

    @Test
    void performanceDataFollowTheGuidelines() {
        for (List<TargetResult> results : List.of(COMPLETE, WARNINGS, List.<TargetResult>of())) {
            ScanResult scan = SampleResults.of("org.yml", results);
            String[] parts =
                    counted(scan, "--exit-code", "nagios").line(scan.summary()).split(" \\| ", -1);

            assertThat(parts).hasSize(2);
            assertThat(parts[1].split(" ")).allSatisfy(each -> assertThat(each).matches(DATA));
            assertThat(Arrays.stream(parts[1].split(" ")).map(each -> each.substring(0, each.indexOf('='))))
                    .doesNotHaveDuplicates()
                    .hasSize(7 + FindingKind.values().length)
                    .endsWith("time");
            assertThat(parts[1]).endsWith(" time=5.42s;;;0");
        }
    }

    @Test
    void missingVerbsAreCountedWhereTheyAreKnown() {
        ScanResult none = SampleResults.of("org.yml", List.of(SampleFailures.refused()));
        ScanResult scan = SampleResults.scan();
        int missing = scan.results().stream()
                .map(each -> each.assessment().missing())
                .filter(Objects::nonNull)
                .mapToInt(List::size)
                .sum();

        assertThat(counted(none, "--exit-code", "nagios").line(none.summary())).contains(" missing_verbs=U ");
        assertThat(missing).isPositive();
        assertThat(counted(scan, "--exit-code", "nagios").line(scan.summary()))
                .contains(" missing_verbs=" + missing + ";;;0 ");
    }

    @Test
    void statusLineIsTheFirstLineBeforeATable() throws IOException {
        ScanResult scan = SampleResults.of("org.yml", COMPLETE);
        StringWriter out = new StringWriter();
        ScanStatus status = status("--exit-code", "nagios");
        write(status.counting(out, to -> ReportFormat.TABLE.open(scan.plan(), to, Style.PLAIN)), scan);

        assertThat(out.toString().lines().toList())
                .startsWith(status.line(scan.summary()))
                .contains("2 of 3 targets with findings: 1 critical, 1 warning");
    }

    @Test
    void otherFormatsStayUnchanged() throws IOException {
        ScanResult scan = SampleResults.of("org.yml", COMPLETE);
        for (ReportFormat format : ReportFormat.values()) {
            if (format != ReportFormat.TABLE) {
                StringWriter out = new StringWriter();
                StringWriter plain = new StringWriter();
                ScanStatus status = status("--exit-code", "nagios", "-o", format.label());
                write(status.counting(out, to -> format.open(scan.plan(), to, Style.PLAIN)), scan);
                format.write(scan, plain, Style.PLAIN);

                assertThat(out).hasToString(plain.toString());
                assertThat(status("--exit-code", "nagios", "-o", format.label(), "--out", "file")
                                .hasLine())
                        .isTrue();
            }
        }
    }

    @Test
    void textOfServersCannotBeginPerformanceData() throws IOException {
        TargetResult refused = SampleFailures.refused();
        TargetResult piped = refused.with(
                refused.outcome(),
                refused.assessment()
                        .with(List.of(new Finding(FindingKind.FOREIGN, Severity.CRITICAL, null, "220 a|critical=0"))),
                List.of());
        ScanResult scan = SampleResults.of("org.yml", List.of(piped));
        StringWriter out = new StringWriter();
        ScanStatus status = status("--exit-code", "nagios");
        write(status.counting(out, to -> ReportFormat.TABLE.open(scan.plan(), to, Style.PLAIN)), scan);

        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0))
                .startsWith("EHLOSCOPE CRITICAL - 203.0.113.12:25 refused: 220 a\\x7ccritical=0 | targets=1;;;0 ");
        assertThat(lines.subList(1, lines.size())).noneMatch(line -> line.contains("|"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scan x.yml --exit-code nagios                      | true  | true
            scan x.yml --exit-code=NAGIOS                      | true  | true
            scan x.yml --exit-code nagios -o json              | true  | false
            scan x.yml --exit-code nagios --output=csv         | true  | false
            scan x.yml --exit-code nagios -o json --out f.json | true  | true
            scan x.yml --exit-code nagios -o table             | true  | true
            scan x.yml --exit-code plain                       | false | false
            scan nagios                                        | false | false
            """)
    void plugInsAreRecognizedInCommandLinesThatCannotBeParsed(String line, boolean plugin, boolean hasLine) {
        List<String> arguments = List.of(line.split(" "));

        assertThat(ExitOptions.isPlugin(arguments)).isEqualTo(plugin);
        assertThat(ExitOptions.hasStatusLine(arguments)).isEqualTo(hasLine);
    }

    private static void write(Report report, ScanResult scan) throws IOException {
        report.begin(scan.header());
        for (TargetResult each : scan.results()) {
            report.result(each);
        }
        report.end(scan.summary());
    }

    private static ScanStatus counted(ScanResult scan, String... options) {
        ScanStatus status = status(options);
        scan.results().forEach(status::add);
        return status;
    }

    private static ScanStatus status(String... options) {
        Options all = new Options();
        new CommandLine(all).parseArgs(options);
        return all.exit.status(all.output);
    }

    /** The options of a command. */
    @CommandLine.Command
    private static final class Options {
        @CommandLine.Mixin
        private ExitOptions exit = new ExitOptions();

        @CommandLine.Mixin
        private OutputOptions output = new OutputOptions();
    }
}
