package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.SimulatedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code scan --baseline} as a user runs it, with a server that loses verbs between two scans. */
class BaselineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GREETING =
            "220 hub.example.com Microsoft ESMTP MAIL Service, Version: 6.0.3790.3959 ready";
    private static final String LOADED = """
            250-hub.example.com Hello [127.0.0.1]
            250-TURN
            250-SIZE 5242880
            250-ETRN
            250-8bitmime
            250-X-EXPS GSSAPI NTLM LOGIN
            250-X-EXPS=LOGIN
            250-AUTH GSSAPI NTLM LOGIN
            250-X-LINK2STATE
            250-XEXCH50
            250 OK""";

    @TempDir
    private Path directory;

    private SimulatedServer server;

    @BeforeEach
    void start() {
        Script loaded = Script.esmtp(GREETING, LOADED);
        Script less = Script.esmtp(
                GREETING,
                LOADED.replace("250-X-LINK2STATE\n", "").replace("250-AUTH GSSAPI NTLM LOGIN", "250-AUTH NTLM GSSAPI"));
        server =
                SimulatedServer.start(new Persona.InTurn(List.of(loaded, less))).block(PATIENCE);
    }

    @AfterEach
    void stop() {
        server.stop().block(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "ndjson"})
    void verbsLostBetweenScansAreReported(String format) throws Exception {
        String inventory = inventory();
        Path before = directory.resolve("before.json");
        ProcessResult first = PackagedJar.run("scan", inventory, "-o", format, "--out", before.toString());
        assertThat(first.exitCode()).as(first.toString()).isZero();

        ProcessResult json = PackagedJar.run("scan", inventory, "-o", "json", "--baseline", before.toString());
        assertThat(json.exitCode()).as(json.toString()).isEqualTo(1);
        JsonNode result = new ObjectMapper().readTree(json.stdout()).at("/results/0");
        assertThat(result.at("/changes")
                        .valueStream()
                        .map(each -> each.at("/kind").asString() + " "
                                + each.at("/what").asString()))
                .containsExactly("verdict verdict", "verb X-LINK2STATE", "mechanism AUTH LOGIN");

        ProcessResult table = PackagedJar.run("scan", inventory, "--baseline", before.toString());
        assertThat(table.stdout())
                .contains(
                        "Changed since ",
                        "verdict healthy -> partial",
                        "X-LINK2STATE is gone",
                        "AUTH no longer offers LOGIN");
    }

    @Test
    void baselineCanBeTheOutputFile() throws Exception {
        String inventory = inventory();
        String last = directory.resolve("last.json").toString();
        PackagedJar.run("scan", inventory, "-o", "json", "--out", last);
        PackagedJar.run("scan", inventory, "-o", "json", "--baseline", last, "--out", last);
        assertThat(Files.readString(Path.of(last))).contains("\"what\":\"X-LINK2STATE\"");
        PackagedJar.run("scan", inventory, "-o", "json", "--baseline", last, "--out", last);
        assertThat(Files.readString(Path.of(last)))
                .contains("\"changed_since\"")
                .doesNotContain("\"changes\"");
    }

    @Test
    void invalidBaselineIsRejectedBeforeTheScan() throws Exception {
        String inventory = inventory();
        ProcessResult ended = PackagedJar.run("scan", inventory, "--baseline", inventory);
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.stderr())
                .isEqualTo("ehloscope: " + inventory
                        + ":1:1: this is not JSON; a baseline is the output of scan -o json or scan -o ndjson\n");
        assertThat(server.counts().connections()).isZero();
    }

    private String inventory() throws IOException {
        Path file = directory.resolve("inventory.yml");
        Files.writeString(file, """
                version: 1
                ehlo_name: scanner.example.com
                defaults: {profile: exchange-2003, retry: {attempts: 1}}
                sites:
                  - name: here
                    servers: ["127.0.0.1:%d"]
                """.formatted(server.port()));
        return file.toString();
    }
}
