package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricNamesTest {

    @ParameterizedTest
    @EnumSource
    void nameFollowsPrometheusConventions(MetricNames name) {
        assertThat(name.key()).matches("ehlo_[a-z_]+");
        assertThat(name.key().endsWith("_total")).isEqualTo(name.type() == MetricType.COUNTER);
        assertThat(name.key().endsWith("_info")).isEqualTo(name.type() == MetricType.INFO);
        assertThat(name.help()).endsWith(".");
    }

    @ParameterizedTest
    @EnumSource
    void helpOfScanMetricsMentionsTheLastCompletedScan(MetricNames name) {
        assertThat(name.help().contains("last completed scan")).isEqualTo(name.origin() == MetricOrigin.SCAN);
    }

    @Test
    void contractNamesArePresent() {
        List<String> keys =
                Arrays.stream(MetricNames.values()).map(MetricNames::key).toList();
        assertThat(keys)
                .doesNotHaveDuplicates()
                .contains(
                        "ehlo_fleet_targets",
                        "ehlo_fleet_missing_verb_targets",
                        "ehlo_fleet_failures",
                        "ehlo_fleet_finding_targets",
                        "ehlo_fleet_tls_targets",
                        "ehlo_fleet_changed_targets",
                        "ehlo_target_changed",
                        "ehlo_target_info",
                        "ehlo_target_answered",
                        "ehlo_target_verdict",
                        "ehlo_missing_exchange_verbs",
                        "ehlo_target_missing_verb",
                        "ehlo_target_finding",
                        "ehlo_target_duration_seconds",
                        "ehlo_target_attempts",
                        "ehlo_target_last_answer_timestamp_seconds",
                        "ehlo_target_size_limit_bytes",
                        "ehlo_target_starttls",
                        "ehlo_target_certificate_not_after_timestamp_seconds",
                        "ehlo_scan_last_completed_timestamp_seconds",
                        "ehlo_scan_duration_seconds",
                        "ehlo_scan_targets",
                        "ehlo_scan_interval_seconds",
                        "ehlo_scan_in_progress",
                        "ehlo_scans_total",
                        "ehlo_probe_phase_seconds",
                        "ehlo_probe_attempts_total",
                        "ehlo_probe_retries_total",
                        "ehlo_dialogues_in_flight",
                        "ehlo_build_info",
                        "ehlo_inventory_last_reload_successful",
                        "ehlo_inventory_last_reload_success_timestamp_seconds");
    }
}
