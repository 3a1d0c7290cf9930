package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.SimulatedServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code scan} of the packaged jar: exit codes, interruption, and the readers of its output. */
class ScanIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GREETING =
            "220 hub.example.com Microsoft ESMTP MAIL Service, Version: 6.0.3790.3959 ready";
    private static final String LOADED = """
            250-hub.example.com Hello [127.0.0.1]
            250-TURN
            250-SIZE 5242880
            250-ETRN
            250-8bitmime
            250-X-EXPS GSSAPI NTLM
            250-AUTH GSSAPI NTLM
            250-X-LINK2STATE
            250-XEXCH50
            250 OK""";

    @TempDir
    private Path directory;

    private SimulatedServer healthy;
    private SimulatedServer silent;

    @BeforeEach
    void start() {
        healthy = SimulatedServer.start(Persona.esmtp(GREETING, LOADED)).block(PATIENCE);
        silent = SimulatedServer.start(new Persona.Speaks(Script.silent())).block(PATIENCE);
    }

    @AfterEach
    void stop() {
        healthy.stop().block(PATIENCE);
        silent.stop().block(PATIENCE);
    }

    @Test
    void healthyFleetExitsWithZeroAndEmptyStderr() throws Exception {
        ProcessResult ended = PackagedJar.run("scan", inventory("127.0.0.1:" + healthy.port()), "-o", "json");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.complaints()).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(ended.stdout())
                        .at("/results/0/verdict")
                        .asString())
                .isEqualTo("healthy");
    }

    @Test
    void serversNeedNoInventory() throws Exception {
        String server = "127.0.0.1:" + healthy.port();
        Path list = Files.writeString(directory.resolve("hosts.txt"), "\ufeff# hubs\r\n" + server + " # the first\r\n");

        ProcessResult named = PackagedJar.run("scan", server, "--profile", "exchange-2003", "-o", "json");
        ProcessResult listed = PackagedJar.run("scan", "--hosts", list.toString(), "-o", "json");
        ProcessResult missing =
                PackagedJar.run("scan", directory.resolve("fleet.yml").toString());

        for (ProcessResult each : List.of(named, listed)) {
            assertThat(each.exitCode()).as(each.toString()).isZero();
            JsonNode result = new ObjectMapper().readTree(each.stdout()).at("/results/0");
            assertThat(result.path("target").asString()).isEqualTo(server);
            assertThat(result.path("verdict").asString()).isEqualTo("healthy");
        }
        assertThat(missing.exitCode()).as(missing.toString()).isEqualTo(2);
        assertThat(missing.stderr()).contains("fleet.yml: there is no such file");
    }

    @Test
    void severalServersAreProbedAtOnce() throws Exception {
        String server = "127.0.0.1:" + healthy.port();

        ProcessResult text = PackagedJar.run("probe", server, "127.0.0.1:1");
        ProcessResult json = PackagedJar.run("probe", server, "127.0.0.1:1", "-o", "json");

        assertThat(text.exitCode()).as(text.toString()).isEqualTo(1);
        assertThat(text.stdout().lines())
                .contains(server, "127.0.0.1:1")
                .anyMatch(line -> line.endsWith("250-XEXCH50"));
        assertThat(new ObjectMapper().readTree(json.stdout()).path("results")).hasSize(2);
    }

    /** A limit of 64 files for 100 servers makes the scan slower, but gives the same results. */
    @Test
    void descriptorShortageIsNotReportedAgainstServers() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        List<String> pool = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            InetSocketAddress where = new InetSocketAddress("127.0.9." + i, 0);
            SimulatedServer server = SimulatedServer.start(where, Persona.esmtp(GREETING, LOADED), loops)
                    .block(PATIENCE);
            pool.add("127.0.9." + i + ":" + server.port());
        }
        String inventory = inventory(pool.toArray(String[]::new));
        String command = String.join(" ", PackagedJar.command("scan", inventory, "-o", "json"));
        ProcessResult ended = ProcessResult.run(List.of("bash", "-c", "ulimit -n 64; exec " + command));
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.stderr()).contains("this process can open 64 files", "Raise the hard limit to 256");
        assertThat(verdicts(new ObjectMapper().readTree(ended.stdout())))
                .hasSize(100)
                .allMatch(each -> each.endsWith(" healthy"));
    }

    @Test
    void findingsExitWithOneUnlessOtherVerdictsAreConfigured() throws Exception {
        String inventory = inventory("127.0.0.1:" + silent.port());

        assertThat(PackagedJar.run("scan", inventory).exitCode()).isEqualTo(1);
        assertThat(PackagedJar.run("scan", inventory, "--fail-on", "not_loaded,partial")
                        .exitCode())
                .isZero();
        ProcessResult unknown = PackagedJar.run("scan", inventory, "--fail-on", "certificate_expird");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.stderr()).contains("did you mean \"certificate_expired\"?");
    }

    @Test
    void monitoringPluginWritesItsStatusLineFirst() throws Exception {
        String inventory = inventory("127.0.0.1:" + silent.port());
        Path out = directory.resolve("out.csv");

        ProcessResult table = PackagedJar.run("scan", inventory, "--exit-code", "nagios");
        ProcessResult file =
                PackagedJar.run("scan", inventory, "--exit-code", "nagios", "-o", "csv", "--out", out.toString());
        ProcessResult json = PackagedJar.run("scan", inventory, "--exit-code", "nagios", "-o", "json");
        ProcessResult missing = PackagedJar.run("scan", inventory + ".bak", "--exit-code", "nagios");

        String critical = "EHLOSCOPE CRITICAL - 127.0.0.1:" + silent.port() + " unreachable: greeting timeout: ";
        assertThat(table.exitCode()).as(table.toString()).isEqualTo(2);
        assertThat(table.stdout()).startsWith(critical).contains(" | targets=1;;;0 critical=1;;;0 ", "\nTARGET ");
        assertThat(file.exitCode()).isEqualTo(2);
        assertThat(file.stdout().lines()).singleElement().asString().startsWith(critical);
        assertThat(Files.readString(out)).startsWith("target,");
        assertThat(json.exitCode()).isEqualTo(2);
        assertThat(json.stdout()).startsWith("{\"scan\":");
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.stdout().strip()).startsWith("EHLOSCOPE UNKNOWN - ").endsWith("there is no such file");
    }

    @Test
    void interruptedScanWritesResultsAndSkipsTheRest() throws Exception {
        Path out = directory.resolve("out.json");
        String inventory =
                inventory("127.0.0.1:" + healthy.port(), "127.0.0.2:" + healthy.port(), "127.0.0.1:" + silent.port());
        Process scan = new ProcessBuilder(PackagedJar.command("scan", inventory, "-o", "json"))
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (silent.counts().connections() == 0) {
            assertThat(scan.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        scan.destroy();

        assertThat(scan.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(scan.exitValue()).isEqualTo(3);
        JsonNode document = new ObjectMapper().readTree(Files.readString(out));
        assertThat(document.at("/scan/outcome").asString()).isEqualTo("interrupted");
        assertThat(verdicts(document)).hasSize(3).contains("127.0.0.1:" + silent.port() + " skipped");
    }

    @Test
    void closedPipeIsReportedInOneLine() throws Exception {
        String inventory = inventory("127.0.0.1:" + healthy.port());
        String command = String.join(" ", PackagedJar.command("scan", inventory, "-o", "csv"));
        ProcessResult ended = ProcessResult.run(List.of("bash", "-c", "set -o pipefail; " + command + " | exec true"));

        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.stderr()).doesNotContain("\tat ").doesNotContain("    at ");
        assertThat(ended.stderr().lines().toList()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void fullDiskIsReportedInOneLineWithExitCodeThree() throws Exception {
        ProcessResult ended =
                PackagedJar.run("scan", inventory("127.0.0.1:" + healthy.port()), "-o", "csv", "--out", "/dev/full");

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(3);
        assertThat(ended.stderr().lines()).singleElement().asString().contains("/dev/full", "No space left");
    }

    /** Runs in its own network namespace, so that the examples connect to no real server. */
    @Test
    void everyExampleInventoryIsScanned() throws Exception {
        Installed.needRoot();
        Path unshare = Installed.program("unshare");
        try (var examples = Files.walk(Path.of("../inventory-examples"))) {
            for (Path example :
                    examples.filter(file -> file.toString().endsWith(".yml")).toList()) {
                List<String> command = new ArrayList<>(List.of(unshare.toString(), "--net"));
                command.addAll(PackagedJar.command(
                        "scan",
                        example.toString(),
                        "-o",
                        "ndjson",
                        "--out",
                        directory.resolve("out").toString(),
                        "--log.level",
                        "error"));
                ProcessResult ended = ProcessResult.run(command);
                assertThat(ended.exitCode()).as(example + ": " + ended).isEqualTo(1);
                assertThat(ended.complaints()).isEmpty();
            }
        }
    }

    private String inventory(String... servers) throws IOException {
        Path file = directory.resolve("inventory.yml");
        String list = List.of(servers).stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(", "));
        Files.writeString(file, """
                version: 1
                ehlo_name: scanner.example.com
                defaults: {timeouts: {greeting: 3s}, retry: {attempts: 1}}
                sites:
                  - name: here
                    servers: [%s]
                """.formatted(list));
        return file.toString();
    }

    private static Set<String> verdicts(JsonNode document) {
        return StreamSupport.stream(document.get("results").spliterator(), false)
                .map(each -> each.get("target").asString() + " "
                        + each.get("verdict").asString())
                .collect(Collectors.toSet());
    }
}
