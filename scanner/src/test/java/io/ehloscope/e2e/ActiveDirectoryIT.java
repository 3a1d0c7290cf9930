package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The script for Active Directory lists the Exchange servers of a real OpenLDAP. */
@Timeout(120)
class ActiveDirectoryIT {

    private static final Path SCRIPT = Path.of("../inventory-examples/active-directory/exchange-file-sd.sh");

    @TempDir
    Path directory;

    @Test
    void listsTheServersThatAcceptMail() throws Exception {
        Path file = directory.resolve("exchange.json");
        ProcessResult ended;
        try (RealServer slapd = SlapdServer.start(directory)) {
            ended = export(file, "-x", "-H", "ldap://" + slapd.target());
        }

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.stderr()).isEqualTo("11 Exchange servers in " + file + "\n");
        assertThat(targets(file))
                .containsExactly(
                        "cas2013.corp.example site=Berlin profile=exchange-2013 version=15.0.1497.2 role=frontend",
                        "edge2010.corp.example site=Berlin profile=exchange-2010-edge version=14.3.123.4 role=edge",
                        "edge2016.corp.example site=Berlin version=15.1.2507.6 role=edge",
                        "ex2016.corp.example site=Berlin profile=exchange-2016 version=15.1.2507.6 role=mailbox",
                        "ex2019.corp.example site=Zürich profile=exchange-2019 version=15.2.1118.7 role=mailbox",
                        "hub2007.corp.example site=Berlin profile=exchange-2007 version=8.3.83.6 role=hub",
                        "hub2010.corp.example site=Berlin profile=exchange-2010 version=14.3.123.4 role=hub",
                        "mbx2013.corp.example site=Paris, Nord profile=exchange-2013 version=15.0.1497.2 role=mailbox",
                        "old2000.corp.example profile=exchange-2000 version=6.0.6249.4",
                        "old2003.corp.example profile=exchange-2003 version=6.5.7638.2",
                        "se1.corp.example site=Berlin profile=exchange-se version=15.2.2562.17 role=mailbox");

        String inventory = directory.resolve("fleet.yml").toString();
        ProcessResult written = PackagedJar.run("init", "--file-sd", file.toString(), "--out", inventory);
        ProcessResult checked = PackagedJar.run("check", inventory);
        assertThat(written.exitCode()).as(written.toString()).isZero();
        assertThat(checked.exitCode()).as(checked.toString()).isZero();
        assertThat(checked.stdout()).contains("11 targets in 4 sites", "Paris, Nord");
    }

    @Test
    void keepsTheOldFileAfterAFailure() throws Exception {
        Path file = Files.writeString(directory.resolve("exchange.json"), "the old list");
        ProcessResult denied;
        try (RealServer slapd = SlapdServer.start(directory)) {
            denied = export(file, "-x", "-H", "ldap://" + slapd.target(), "-D", "cn=reader", "-w", "wrong");
        }
        ProcessResult unreachable = export(file, "-x", "-H", "ldap://127.0.0.1:" + RealServer.freePort());

        assertThat(denied.exitCode()).as(denied.toString()).isNotZero();
        assertThat(denied.stderr()).contains("Invalid credentials");
        assertThat(unreachable.exitCode()).as(unreachable.toString()).isNotZero();
        assertThat(file).hasContent("the old list");
        try (var files = Files.list(directory)) {
            assertThat(files.filter(each -> each.getFileName().toString().startsWith("exchange.json")))
                    .containsExactly(file);
        }
    }

    private static ProcessResult export(Path file, String... options) throws IOException, InterruptedException {
        Installed.program("ldapsearch");
        Installed.program("jq");
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString(), file.toString()));
        command.addAll(List.of(options));
        return ProcessResult.run(command);
    }

    private static List<String> targets(Path file) {
        List<String> targets = new ArrayList<>();
        for (JsonNode group : JsonMapper.shared().readTree(file)) {
            StringBuilder text = new StringBuilder(group.at("/targets/0").asString());
            group.path("labels")
                    .properties()
                    .forEach(label -> text.append(' ')
                            .append(label.getKey())
                            .append('=')
                            .append(label.getValue().asString()));
            targets.add(text.toString());
        }
        return targets;
    }
}
