package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.demo.Personas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The dashboards and alerts of {@code grafana/} with the data of a simulated fleet. */
@Timeout(300)
class MonitoringIT {

    private static final Path DASHBOARDS = Path.of("..", "grafana", "dashboards");
    private static final String HOST = "hub01.dublin.corp.example";

    /** Several times the expected time: 1.5 scans, 10 s of the rule, and the delays between three programs. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String[] ALERT = {"alertname=\"ExchangeSmtpNotLoaded\"", "site=\"emea-dublin\""};

    @TempDir
    Path directory;

    @Test
    void alertFiresWhileVerbsAreMissing() throws Exception {
        try (WatchedFleet watched = WatchedFleet.start(directory, "5s")) {
            // Waits for a second scan, so that changes have a scan to compare with; no alert fires until then.
            watched.awaitSeries("ehlo_fleet_changed_targets{site=\"emea-dublin\"}", LIMIT);
            assertThat(watched.alertmanager().alerts(ALERT)).isEmpty();

            watched.setPersona(HOST, Personas.WINDOWS_2003);
            JsonNode alert = watched.alertmanager().await(1, LIMIT, ALERT).get(0);

            JsonNode annotations = alert.path("annotations");
            assertThat(annotations.path("summary").asString())
                    .isEqualTo("Exchange SMTP is not loaded on 1 server of emea-dublin");
            assertThat(annotations.path("description").asString()).contains("Servers: " + watched.target(HOST));
            assertThat(annotations.path("runbook_url").asString()).endsWith("/ExchangeSmtpNotLoaded.md");
            assertThat(annotations.path("dashboard_url").asString())
                    .contains("/d/ehloscope-fleet?var-site=emea-dublin");
            assertThat(alert.path("labels").path("severity").asString()).isEqualTo("critical");
            watched.alertmanager()
                    .await(1, LIMIT, "alertname=\"ServerVerbsChanged\"", "target=\"" + watched.target(HOST) + "\"");

            everyPanelHasData(watched);

            watched.setPersona(HOST, Personas.EXCHANGE_2010);
            watched.alertmanager().await(0, LIMIT, ALERT);
        }
    }

    private static void everyPanelHasData(WatchedFleet watched) throws Exception {
        DashboardQueries queries = new DashboardQueries(watched, Map.of("target", watched.target(HOST)));
        DashboardQueries fleet = new DashboardQueries(watched, Map.of("target", ""));
        fleet.ask(DASHBOARDS.resolve("ehloscope-fleet.json"));
        queries.ask(DASHBOARDS.resolve("ehloscope-target.json"));
        queries.ask(DASHBOARDS.resolve("ehloscope-scanner.json"));

        assertThat(fleet.problems()).isEmpty();
        assertThat(queries.problems()).isEmpty();
        assertThat(fleet.empty()).isEmpty();
        // This server has no certificate, and there are no probe requests. A garbage collection, an alert about the
        // scanner, or a limit that delays dialogues may or may not have occurred by now.
        assertThat(queries.empty())
                .contains("Certificate expires in", "Requests to /probe")
                .isSubsetOf(
                        "Certificate expires in",
                        "Requests to /probe",
                        "Garbage collection pauses",
                        "Alerts",
                        "What holds dialogues back");
        DashboardQueries secured =
                new DashboardQueries(watched, Map.of("target", watched.target("gw05.dmz.corp.example")));
        secured.ask(DASHBOARDS.resolve("ehloscope-target.json"));
        assertThat(secured.empty()).doesNotContain("Certificate expires in");
    }
}
