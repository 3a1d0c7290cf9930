package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.drift.Baseline;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeSeriesTest {

    private static final TargetResult STAYS = FixedScan.healthy("emea", "stays", FixedScan.START);
    private static final ScanResult BEFORE = scan(
            PerTarget.ALL,
            STAYS,
            FixedScan.healthy("emea", "falls", FixedScan.START),
            FixedScan.unreachable("apac", "rises", FixedScan.START),
            FixedScan.healthy("old", "goes", FixedScan.START));

    @Test
    void eachKindOfChangeOfATargetHasASeries() throws IOException {
        assertThat(rows(after(PerTarget.ALL)))
                .containsExactly(
                        "ehlo_fleet_changed_targets{site=\"apac\"} 2.0",
                        "ehlo_fleet_changed_targets{site=\"emea\"} 1.0",
                        "ehlo_fleet_changed_targets{site=\"empty\"} 0.0",
                        "ehlo_fleet_changed_targets{site=\"old\"} 1.0",
                        "ehlo_target_changed{kind=\"new\",site=\"apac\",target=\"comes:25\"} 1.0",
                        "ehlo_target_changed{kind=\"vanished\",site=\"old\",target=\"goes:25\"} 1.0",
                        "ehlo_target_changed{kind=\"verdict\",site=\"apac\",target=\"rises:25\"} 1.0",
                        "ehlo_target_changed{kind=\"verdict\",site=\"emea\",target=\"falls:25\"} 1.0");
    }

    @Test
    void perTargetFindingsOmitsTargetsWithoutFinding() throws IOException {
        assertThat(rows(after(PerTarget.FINDINGS)))
                .contains("ehlo_fleet_changed_targets{site=\"apac\"} 2.0")
                .filteredOn(row -> row.startsWith("ehlo_target_changed"))
                .containsExactly("ehlo_target_changed{kind=\"verdict\",site=\"emea\",target=\"falls:25\"} 1.0");
    }

    @Test
    void perTargetOffKeepsFleetCounts() throws IOException {
        assertThat(rows(after(PerTarget.OFF))).hasSize(4).allMatch(row -> row.startsWith("ehlo_fleet_changed_targets"));
    }

    @Test
    void firstScanHasNoChangeSeries() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FleetText.write(BEFORE, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("changed");
    }

    private static ScanResult after(PerTarget which) {
        return scan(
                which,
                STAYS,
                FixedScan.unreachable("emea", "falls", FixedScan.START),
                FixedScan.healthy("apac", "rises", FixedScan.START),
                FixedScan.healthy("apac", "comes", FixedScan.START));
    }

    private static ScanResult scan(PerTarget which, TargetResult... results) {
        return FixedScan.of(List.of(results), which, FixedScan.START);
    }

    private static List<String> rows(ScanResult scan) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FleetText.write(scan, Baseline.of(BEFORE), out);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(row -> row.contains("_changed") && !row.startsWith("#"))
                .toList();
    }
}
