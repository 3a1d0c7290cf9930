package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.history.Postgres;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.SimulatedServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} of the packaged jar: restart after a kill, reloads, requested scans, and the history. */
@Timeout(180)
class ServeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GREETING =
            "220 hub.example.com Microsoft ESMTP MAIL Service, Version: 6.0.3790.3959 ready";
    private static final String BARE = "250-hub.example.com Hello [127.0.0.1]\n250-TURN\n250-SIZE 5242880\n250 OK";
    private static final String LOADED = BARE.replace(
            "250 OK", "250-X-EXPS GSSAPI NTLM\n250-AUTH GSSAPI NTLM\n250-X-LINK2STATE\n250-XEXCH50\n250 OK");

    @TempDir
    private Path directory;

    private SimulatedServer server;

    @BeforeEach
    void start() {
        server = SimulatedServer.start(Persona.esmtp(GREETING, LOADED)).block(PATIENCE);
    }

    @AfterEach
    void stop() {
        server.stop().block(PATIENCE);
    }

    @Test
    void restartAfterKillShowsSnapshotAtOnceAndKeepsHistory() throws Exception {
        String inventory = inventory("1h", target());
        String state = directory.resolve("state").toString();
        double completed;
        List<String> changed;
        try (Serving serving = Serving.start(directory, inventory, "--storage.path", state)) {
            serving.await(
                    "/metrics", "ehlo_target_verdict{site=\"here\",target=\"" + target() + "\",verdict=\"healthy\"} 1");
            server.plays(Persona.esmtp(GREETING, BARE));
            assertThat(serving.send("POST", "/-/scan").statusCode()).isEqualTo(202);
            serving.await(history(), "healthy -> not_loaded");
            changed = changed(serving.get("/metrics").body());
            assertThat(changed).anyMatch(line -> line.contains("kind=\"verdict\""));
            completed = serving.metric("ehlo_scan_last_completed_timestamp_seconds");
            serving.kill();
        }
        int before = server.counts().connections();
        try (Serving serving = Serving.start(directory, inventory, "--storage.path", state)) {
            assertThat(serving.get("/-/ready").statusCode()).isEqualTo(200);
            assertThat(serving.metric("ehlo_scan_last_completed_timestamp_seconds"))
                    .isEqualTo(completed);
            assertThat(serving.get("/metrics").body()).contains("verdict=\"not_loaded\"} 1");
            assertThat(changed(serving.get("/metrics").body())).isEqualTo(changed);
            assertThat(serving.metric("ehlo_missing_exchange_verbs{site=\"here\",target=\"" + target() + "\"}"))
                    .isPositive();
            assertThat(serving.get(history()).body()).contains("healthy -> not_loaded");
            assertThat(serving.get("/targets/127.0.0.1%3A" + server.port()).body())
                    .contains("<h2 id=\"timeline\">History</h2>", "verdict healthy -&gt; not_loaded");
            assertThat(server.counts().connections()).isEqualTo(before);
            ProcessResult second = PackagedJar.run("serve", inventory, "--storage.path", state);
            assertThat(second.exitCode()).isEqualTo(3);
            assertThat(second.stderr().lines())
                    .singleElement()
                    .asString()
                    .contains(state, "in use", "" + serving.pid());
            ProcessResult queried = PackagedJar.run("history", target(), "--url", serving.url());
            assertThat(queried.stdout()).as(queried.toString()).contains("verdict healthy -> not_loaded");
            assertThat(serving.stop()).isZero();
        }
        ProcessResult read = PackagedJar.run("history", target(), "--storage.path", state, "-o", "json");
        assertThat(read.stdout()).as(read.toString()).contains("\"sentence\":\"verdict healthy -> not_loaded\"");
    }

    @Test
    void historyInPostgresqlIsReadDuringAndAfterTheService() throws Exception {
        try (Postgres database = Postgres.start()) {
            String[] there = {"--history.url", database.url()};
            try (Serving serving = Serving.start(directory, inventory("1h", target()), there[0], there[1])) {
                serving.await(history(), "new in this scan: healthy");
                server.plays(Persona.esmtp(GREETING, BARE));
                assertThat(serving.send("POST", "/-/scan").statusCode()).isEqualTo(202);
                serving.await(history(), "healthy -> not_loaded");
                assertThat(serving.stop()).isZero();
            }
            ProcessResult changes = PackagedJar.run("history", target(), there[0], there[1]);
            assertThat(changes.stdout()).as(changes.toString()).contains("verdict healthy -> not_loaded");
            ProcessResult difference = PackagedJar.run("diff", "latest~1", "latest", there[0], there[1]);
            assertThat(difference.stdout())
                    .as(difference.toString())
                    .contains(target(), "verdict healthy -> not_loaded");
        }
    }

    @Test
    void damagedFilesAreRenamedAndServiceContinues() throws Exception {
        Path state = Files.createDirectory(directory.resolve("state"));
        Files.writeString(state.resolve("snapshot.json.gz"), "no snapshot");
        Files.write(state.resolve("history.db"), new byte[20_000]);
        Files.write(state.resolve("history.mv.db"), new byte[20_000]);
        try (Serving serving =
                Serving.start(directory, inventory("1h", target()), "--storage.path", state.toString())) {
            serving.await("/metrics", "verdict=\"healthy\"} 1");
            serving.await(history(), "new in this scan: healthy");
            String log = serving.awaitLog("scan completed");
            assertThat(log)
                    .contains("snapshot.json.gz cannot be used", "history.db cannot be used: ", "history.mv.db of an");
            assertThat(log).doesNotContain("\tat ");
            assertThat(state.resolve("snapshot.json.gz.unreadable")).exists();
            assertThat(state.resolve("history.mv.db.unreadable")).exists();
            assertThat(state).isDirectoryContaining("glob:**/history.db.unreadable-*");
        }
    }

    @Test
    void deletedLockDoesNotAdmitSecondService() throws Exception {
        String inventory = inventory("1h", target());
        Path state = directory.resolve("state");
        try (Serving serving = Serving.start(directory, inventory, "--storage.path", state.toString())) {
            Files.delete(state.resolve("ehloscope.lock"));
            ProcessResult second = PackagedJar.run("serve", inventory, "--storage.path", state.toString());
            assertThat(second.exitCode()).isEqualTo(3);
            assertThat(second.stderr()).contains("in use", "" + serving.pid());
            serving.awaitLog("a lock file of the storage path was deleted; it is locked again");
            Files.delete(state.resolve(".ehloscope.lock"));
            assertThat(PackagedJar.run("serve", inventory, "--storage.path", state.toString())
                            .exitCode())
                    .isEqualTo(3);
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void invalidInventoryIsRejectedWithAllProblemsAndValidOneApplied() throws Exception {
        String inventory = inventory("1h", target());
        String good = Files.readString(Path.of(inventory));
        try (Serving serving = Serving.start(directory, inventory)) {
            serving.await("/metrics", "verdict=\"healthy\"} 1");
            assertThat(serving.get("/config").body()).isEqualTo(good);
            Files.writeString(Path.of(inventory), "version: 1\nbogus: 1\nsites: [{name: a, servers: [x, x]}]\n");
            HttpResponse<String> refused = serving.send("POST", "/-/reload");
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body()).contains(inventory + ":2:1: unknown key \"bogus\"", inventory + ":3:", "twice");
            assertThat(serving.metric("ehlo_inventory_last_reload_successful")).isZero();
            assertThat(serving.get("/config").body()).isEqualTo(good);
            assertThat(serving.get("/metrics").body()).contains("verdict=\"healthy\"} 1");

            assertThat(serving.get("/-/reload").statusCode()).isEqualTo(405);
            assertThat(serving.send("POST", "/-/reload", "Origin", "http://elsewhere.invalid")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(serving.send("POST", "/-/scan?site=hree").statusCode()).isEqualTo(404);

            inventory("1h", target(), "127.0.0.1:1");
            ProcessResult hangup = ProcessResult.run(List.of("/bin/sh", "-c", "kill -HUP " + serving.pid()));
            assertThat(hangup.exitCode()).as(hangup.toString()).isZero();
            serving.await("/metrics", "target=\"127.0.0.1:1\",verdict=\"unreachable\"} 1");
            assertThat(serving.metric("ehlo_inventory_last_reload_successful")).isEqualTo(1);
            assertThat(serving.get("/config").body()).isEqualTo(Files.readString(Path.of(inventory)));
        }
    }

    @Test
    void changedHostListIsReloaded() throws Exception {
        Path list = Files.writeString(directory.resolve("list.csv"), target().replace(':', ',') + "\n");
        String inventory = inventory("1h", "file:list.csv");
        try (Serving serving = Serving.start(directory, inventory, "--inventory.auto-reload")) {
            serving.await("/metrics", "verdict=\"healthy\"} 1");
            Path next = Files.writeString(directory.resolve("next"), "127.0.0.1,1\n");
            Files.move(next, list, StandardCopyOption.ATOMIC_MOVE);
            String metrics = serving.await("/metrics", "target=\"127.0.0.1:1\",verdict=\"unreachable\"} 1");
            assertThat(metrics).doesNotContain("target=\"" + target() + "\"");
        }
    }

    private static List<String> changed(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("ehlo_target_changed{"))
                .toList();
    }

    private String target() {
        return "127.0.0.1:" + server.port();
    }

    private String history() {
        return "/api/v1/targets/127.0.0.1%3A" + server.port() + "/history";
    }

    private String inventory(String interval, String... servers) throws IOException {
        Path file = directory.resolve("inventory.yml");
        Files.writeString(file, """
                version: 1
                ehlo_name: scanner.example.com
                schedule: {interval: %s, recheck: %s}
                defaults: {profile: exchange-2003, retry: {attempts: 1}}
                sites:
                  - name: here
                    servers: ["%s"]
                """.formatted(interval, interval, String.join("\", \"", List.of(servers))));
        return file.toString();
    }
}
