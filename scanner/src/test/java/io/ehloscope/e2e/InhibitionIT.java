package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The inhibition rules of {@code grafana/alertmanager.yml} in a real Alertmanager. */
@Timeout(120)
class InhibitionIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void unreachableSiteInhibitsAlertsOfItsOwnServersOnly() throws Exception {
        try (AlertmanagerServer alertmanager = AlertmanagerServer.start(directory)) {
            alertmanager.post("""
                    [{"labels": {"alertname": "SiteUnreachable", "site": "emea", "component": "fleet", "severity": "critical"}},
                     {"labels": {"alertname": "TargetUnreachable", "site": "emea", "target": "hub01:25", "component": "fleet"}},
                     {"labels": {"alertname": "TargetUnreachable", "site": "apac", "target": "hub02:25", "component": "fleet"}}]
                    """);
            assertThat(inhibited(alertmanager, 1)).containsExactly("hub01:25");
            assertThat(alertmanager
                            .alerts("alertname=\"SiteUnreachable\"")
                            .get(0)
                            .path("receivers")
                            .get(0)
                            .path("name")
                            .asString())
                    .isEqualTo("pager");
        }
    }

    @Test
    void unreliableScannerInhibitsAlertsOfWholeFleet() throws Exception {
        try (AlertmanagerServer alertmanager = AlertmanagerServer.start(directory)) {
            alertmanager.post("""
                    [{"labels": {"alertname": "EhloscopeScanStale", "component": "scanner", "severity": "warning"}},
                     {"labels": {"alertname": "ExchangeSmtpNotLoaded", "site": "emea", "target": "a", "component": "fleet"}},
                     {"labels": {"alertname": "VerbsMasked", "site": "emea", "target": "b", "component": "fleet"}}]
                    """);
            assertThat(inhibited(alertmanager, 2)).containsExactlyInAnyOrder("a", "b");
            assertThat(alertmanager
                            .alerts("alertname=\"EhloscopeScanStale\"")
                            .get(0)
                            .path("status")
                            .path("state")
                            .asString())
                    .isEqualTo("active");
        }
    }

    @Test
    void overloadedScannerInhibitsAlertsThatItCanCause() throws Exception {
        try (AlertmanagerServer alertmanager = AlertmanagerServer.start(directory)) {
            alertmanager.post("""
                    [{"labels": {"alertname": "EhloscopeSick", "component": "scanner", "severity": "warning"}},
                     {"labels": {"alertname": "ExchangeSmtpNotLoaded", "site": "emea", "target": "a", "component": "fleet"}},
                     {"labels": {"alertname": "SiteUnreachable", "site": "apac", "target": "b", "component": "fleet"}}]
                    """);
            assertThat(inhibited(alertmanager, 1)).containsExactly("b");
        }
    }

    /** The targets of the inhibited alerts, once there are {@code count}. */
    private static List<String> inhibited(AlertmanagerServer alertmanager, int count) throws Exception {
        alertmanager.await(3, LIMIT);
        return alertmanager.awaitInhibited(count, LIMIT).stream()
                .map((JsonNode each) -> each.path("labels").path("target").asString())
                .toList();
    }
}
