package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.SimulatedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code probe --inventory} of the packaged jar: one target, as a scan of the inventory would probe it. */
@Timeout(120)
class ProbeInventoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private SimulatedServer postfix;

    @BeforeEach
    void start() {
        postfix = SimulatedServer.start(Persona.esmtp("220 mx.example.com ESMTP Postfix", """
                        250-mx.example.com
                        250-PIPELINING
                        250-SIZE 10240000
                        250-VRFY
                        250-ETRN
                        250-STARTTLS
                        250-ENHANCEDSTATUSCODES
                        250-8BITMIME
                        250-DSN
                        250 SMTPUTF8"""))
                .block(PATIENCE);
    }

    @AfterEach
    void stop() {
        postfix.stop().block(PATIENCE);
    }

    /** Without the inventory, the same server is healthy: its product's own profile forbids nothing. */
    @Test
    void settingsAreThoseOfTheInventory() throws Exception {
        String target = "127.0.0.1:" + postfix.port();

        ProcessResult alone = PackagedJar.run("probe", target);
        ProcessResult member = PackagedJar.run("probe", "--inventory", inventory("gateway"), target);
        ProcessResult foreign = PackagedJar.run("probe", "--inventory", inventory("exchange-2003"), "127.0.0.1");

        assertThat(alone.exitCode()).as(alone.toString()).isZero();
        assertThat(member.exitCode()).as(member.toString()).isEqualTo(1);
        assertThat(member.stdout())
                .contains(
                        " > EHLO scanner.inventory.test\n",
                        "\n  critical  verb_forbidden: VRFY is offered, although gateway forbids it.\n",
                        "\nprofile     gateway\n");
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.stdout()).contains("\nforeign: ", " > EHLO scanner.inventory.test\n");
    }

    @Test
    void optionsReplaceTheSettingsOfTheInventory() throws Exception {
        ProcessResult ended = PackagedJar.run(
                "probe",
                "127.0.0.1",
                "--inventory",
                inventory("exchange-2003"),
                "--profile",
                "gateway",
                "--ehlo-name",
                "other.test",
                "--exit-code",
                "nagios");

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.stdout())
                .startsWith("EHLOSCOPE CRITICAL - 127.0.0.1:" + postfix.port()
                        + " healthy: forbidden VRFY | targets=1;;;0 ")
                .contains(" > EHLO other.test\n");
    }

    @Test
    void unknownTargetIsAnErrorWithASuggestion() throws Exception {
        ProcessResult ended = PackagedJar.run("probe", "--inventory", inventory("gateway"), "127.0.0.2");

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.stderr().strip())
                .startsWith("ehloscope: \"127.0.0.2\" is not a target of ")
                .contains("did you mean \"127.0.0.1\"?");
    }

    private String inventory(String profile) throws IOException {
        return Files.writeString(directory.resolve(profile + ".yml"), """
                        version: 1
                        ehlo_name: scanner.inventory.test
                        profiles: {gateway: {extends: postfix, forbid: [VRFY]}}
                        sites:
                          - name: lab
                            profile: %s
                            findings: {verb_forbidden: critical}
                            servers: ["127.0.0.1:%d"]
                        """.formatted(profile, postfix.port()))
                .toString();
    }
}
