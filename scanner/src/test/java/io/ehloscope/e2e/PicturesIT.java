package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.demo.Personas;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws the pictures of {@code grafana/pictures}, with {@code -Dehloscope.pictures=draw}: ten minutes of a fleet with
 * several incidents. Needs Node, Chromium, and {@code npm ci} in {@code grafana/render}.
 */
@EnabledIfSystemProperty(named = "ehloscope.pictures", matches = "draw")
@Timeout(1_800)
class PicturesIT {

    private static final Path GRAFANA =
            Path.of("..", "grafana").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    @Test
    void drawTenMinutesOfFleet() throws Exception {
        try (WatchedFleet watched = WatchedFleet.start(directory, "10s")) {
            watched.awaitSeries("ehlo_fleet_changed_targets", LIMIT);
            // A faulty update spreads through one site and is rolled back, except on one server.
            after(60, watched);
            setPersona(watched, "hub0%d.berlin.corp.example", 1, 4, Personas.WINDOWS_2003);
            after(30, watched);
            setPersona(watched, "hub0%d.berlin.corp.example", 5, 8, Personas.WINDOWS_2003);
            after(80, watched);
            setPersona(watched, "hub0%d.berlin.corp.example", 1, 6, Personas.EXCHANGE_2003);
            after(20, watched);
            setPersona(watched, "hub0%d.berlin.corp.example", 8, 8, Personas.EXCHANGE_2003);
            // The link to another site is down for a while.
            after(60, watched);
            setPersona(watched, "mbx0%d.singapore.corp.example", 1, 9, Personas.RESETTING);
            after(70, watched);
            setPersona(watched, "mbx0%d.singapore.corp.example", 1, 9, Personas.EXCHANGE_2019);
            // A firewall starts to inspect SMTP, and a connector is changed.
            after(50, watched);
            setPersona(watched, "mbx0%d.austin.corp.example", 3, 5, Personas.BEHIND_ASA);
            after(50, watched);
            setPersona(watched, "mbx0%d.austin.corp.example", 6, 6, Personas.EXCHANGE_2016_WITHOUT_SERVER_AUTH);
            after(60, watched);
            draw(watched, "emea-berlin", watched.target("hub07.berlin.corp.example"));
        }
    }

    private static void setPersona(WatchedFleet watched, String hosts, int first, int last, Personas part) {
        for (int number = first; number <= last; number++) {
            watched.setPersona(String.format(Locale.ROOT, hosts, number), part);
        }
    }

    private static void after(int seconds, WatchedFleet watched) throws Exception {
        long then = Clock.systemUTC().millis() / 1_000 + seconds;
        watched.awaitSeries("vector(time()) > " + then, LIMIT);
    }

    private static void draw(WatchedFleet watched, String site, String target) throws Exception {
        draw(watched, "ehloscope-target.json", "--var", "site=" + site, "--var", "target=" + target);
        draw(watched, "ehloscope-fleet.json");
        draw(watched, "ehloscope-scanner.json");
    }

    private static void draw(WatchedFleet watched, String dashboard, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Installed.program("node").toString(),
                GRAFANA.resolve("render/draw.mjs").toString(),
                "--prometheus=" + watched.prometheusUrl(),
                "--from=now-9m",
                "--out=" + GRAFANA.resolve("pictures")));
        command.addAll(List.of(more));
        command.add(GRAFANA.resolve("dashboards").resolve(dashboard).toString());
        ProcessResult ended = ProcessResult.run(command);
        assertThat(ended.exitCode()).as(ended.stdout() + ended.stderr()).isZero();
    }
}
