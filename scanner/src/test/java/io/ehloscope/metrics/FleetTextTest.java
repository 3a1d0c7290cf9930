package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.drift.Baseline;
import io.ehloscope.golden.Golden;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.result.ScanResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetTextTest {

    static final Path GOLDEN = Path.of("src", "test", "resources", "io", "ehloscope", "metrics", "fleet.prom");

    @Test
    void wholeScanMatchesGoldenFile() throws IOException {
        Golden.assertMatches(GOLDEN, text(FixedScan.completed(PerTarget.ALL)));
    }

    @Test
    void everyVerdictOfEverySiteIsCountedFromZero() throws IOException {
        List<String> rows = rows(FixedScan.completed(PerTarget.ALL), MetricNames.FLEET_TARGETS);
        assertThat(rows).hasSize(4 * 11);
        assertThat(rows).contains("ehlo_fleet_targets{site=\"emea\",verdict=\"unreachable\"} 2.0");
        assertThat(rows.stream().filter(each -> each.contains("\"empty\"")))
                .hasSize(11)
                .allMatch(each -> each.endsWith(" 0.0"));
    }

    @Test
    void everyVerbThatAProfileOfTheSiteRequiresIsCountedFromZero() throws IOException {
        assertThat(rows(FixedScan.completed(PerTarget.ALL), MetricNames.FLEET_MISSING_VERB_TARGETS))
                .containsExactly(
                        "ehlo_fleet_missing_verb_targets{site=\"apac\",verb=\"PIPELINING\"} 0.0",
                        "ehlo_fleet_missing_verb_targets{site=\"apac\",verb=\"SIZE\"} 0.0",
                        "ehlo_fleet_missing_verb_targets{site=\"emea\",verb=\"AUTH\"} 0.0",
                        "ehlo_fleet_missing_verb_targets{site=\"emea\",verb=\"X-EXPS\"} 2.0",
                        "ehlo_fleet_missing_verb_targets{site=\"emea\",verb=\"X-EXPS=LOGIN\"} 1.0",
                        "ehlo_fleet_missing_verb_targets{site=\"emea\",verb=\"X-LINK2STATE\"} 1.0",
                        "ehlo_fleet_missing_verb_targets{site=\"emea\",verb=\"XEXCH50\"} 2.0");
    }

    @Test
    void unknownValuesAreAbsentNotZero() throws IOException {
        ScanResult scan = FixedScan.completed(PerTarget.ALL);
        assertThat(rows(scan, MetricNames.MISSING_EXCHANGE_VERBS)).hasSize(3);
        assertThat(rows(scan, MetricNames.TARGET_SIZE_LIMIT)).hasSize(2);
        assertThat(rows(scan, MetricNames.TARGET_LAST_ANSWER_TIMESTAMP)).hasSize(7);
        assertThat(rows(scan, MetricNames.TARGET_STARTTLS)).hasSize(5);
    }

    @Test
    void skippedTargetHasNoAnsweredSeries() throws IOException {
        String late = "site=\"apac\",target=\"late.example.com:25\"";
        ScanResult scan = FixedScan.interrupted();
        assertThat(rows(scan, MetricNames.TARGET_ANSWERED)).noneMatch(each -> each.contains(late));
        assertThat(rows(scan, MetricNames.TARGET_VERDICT))
                .contains("ehlo_target_verdict{" + late + ",verdict=\"skipped\"} 1.0");
    }

    @Test
    void interruptedScanHasNoCompletionTimestamp() throws IOException {
        assertThat(text(FixedScan.interrupted()))
                .contains(MetricNames.SCAN_DURATION.key() + " ")
                .doesNotContain(MetricNames.SCAN_LAST_COMPLETED_TIMESTAMP.key());
    }

    @Test
    void missingParamCountsForItsVerb() throws IOException {
        ScanResult scan = FixedScan.lacking("emea", "mail", "XEXCH50", "AUTH GSSAPI", "AUTH NTLM");
        assertThat(rows(scan, MetricNames.TARGET_MISSING_VERB))
                .containsExactlyInAnyOrder(
                        "ehlo_target_missing_verb{severity=\"warning\",site=\"emea\",target=\"mail:25\",verb=\"AUTH\"} 1.0",
                        "ehlo_target_missing_verb{severity=\"info\",site=\"emea\",target=\"mail:25\",verb=\"XEXCH50\"} 1.0");
        assertThat(rows(scan, MetricNames.FLEET_MISSING_VERB_TARGETS))
                .contains("ehlo_fleet_missing_verb_targets{site=\"emea\",verb=\"AUTH\"} 1.0");
    }

    @Test
    void labelNamesDoNotDependOnWhichTargetsAreShown() throws IOException {
        // "country" is a label of a healthy target alone.
        assertThat(rows(FixedScan.completed(PerTarget.FINDINGS), MetricNames.TARGET_INFO))
                .isNotEmpty()
                .allMatch(each -> each.contains(",country=\"\""));
    }

    @Test
    void perTargetFindingsOmitsTargetsWithoutFinding() throws IOException {
        assertThat(text(FixedScan.completed(PerTarget.FINDINGS)))
                .contains("target=\"mail2.example.com:25\"")
                .doesNotContain("mail1.example.com")
                .doesNotContain("Köln");
    }

    @Test
    void perTargetOffOmitsAllTargetSeries() throws IOException {
        assertThat(text(FixedScan.completed(PerTarget.OFF)))
                .contains("ehlo_fleet_targets{site=\"emea\",verdict=\"healthy\"} 1.0")
                .doesNotContain("target=")
                .doesNotContain("ehlo_target_");
    }

    @ParameterizedTest
    @EnumSource
    void fleetCountsDoNotDependOnWhichTargetsAreShown(PerTarget which) throws IOException {
        assertThat(rows(FixedScan.completed(which), MetricNames.FLEET_TARGETS))
                .isEqualTo(rows(FixedScan.completed(PerTarget.ALL), MetricNames.FLEET_TARGETS));
    }

    @Test
    void onlyPrintableTextIsWritten() throws IOException {
        assertThat(text(FixedScan.completed(PerTarget.ALL)).chars())
                .noneMatch(c -> c != '\n' && Character.isISOControl(c));
    }

    @Test
    void everyFamilyIsInMetricNames() throws IOException {
        List<String> known = Arrays.stream(MetricNames.values())
                .filter(each -> each.origin() == MetricOrigin.SCAN)
                .map(MetricNames::key)
                .sorted()
                .toList();
        Baseline before = Baseline.of(FixedScan.of(List.of(), PerTarget.ALL, FixedScan.START));
        assertThat(families(text(FixedScan.completed(PerTarget.ALL), before))).isEqualTo(known);
    }

    static List<String> families(String text) {
        return text.lines()
                .filter(each -> each.startsWith("# TYPE "))
                .map(each -> each.substring(7, each.indexOf(' ', 7)))
                .sorted()
                .collect(Collectors.toList());
    }

    static String text(ScanResult scan) throws IOException {
        return text(scan, Baseline.NONE);
    }

    private static String text(ScanResult scan, Baseline before) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FleetText.write(scan, before, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> rows(ScanResult scan, MetricNames name) throws IOException {
        return text(scan)
                .lines()
                .filter(each -> each.startsWith(name.key() + "{"))
                .toList();
    }
}
