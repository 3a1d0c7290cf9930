package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every fault of TLS and of a certificate that a real Postfix can have: its finding, with a verdict that stays healthy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RealFindingsIT {

    private static final String NOTHING = "";

    @TempDir
    static Path directory;

    private TestAuthority authority;
    private PostfixServer.Ports postfix;
    private Map<String, JsonNode> results;
    private int exitCode;

    @BeforeAll
    void scanEveryFault() throws Exception {
        authority = new TestAuthority(directory);
        Map<String, List<String>> ports = new LinkedHashMap<>();
        ports.put("good", List.of());
        ports.put("expired", presenting(authority.expired()));
        ports.put("expiring", presenting(authority.expiring()));
        ports.put("not yet valid", presenting(authority.notYetValid()));
        ports.put("other name", presenting(authority.otherName()));
        ports.put("self-signed", presenting(TestCertificate.in(directory)));
        ports.put("SHA-1", presenting(authority.sha1()));
        ports.put("1024 bits", presenting(authority.shortKey()));
        ports.put("TLS 1.0", List.of("smtpd_tls_protocols=!TLSv1.3,!TLSv1.2,!TLSv1.1"));
        ports.put(
                "static RSA",
                List.of(
                        "smtpd_tls_protocols=!TLSv1.3",
                        "smtpd_tls_ciphers=medium",
                        "tls_medium_cipherlist=AES128-SHA:@SECLEVEL=0"));
        ports.put(
                "wrong key",
                presenting(authority.valid().certificate(), authority.expired().key()));
        ports.put("STARTTLS hidden", List.of("smtpd_discard_ehlo_keywords=starttls"));
        postfix = PostfixServer.startWithPorts(directory, ServerTls.afterStarttls(authority.valid()), ports);
        ProcessResult ended = scan("json", "ca_file: " + authority.file().getFileName(), "*");
        exitCode = ended.exitCode();
        results = results(ended);
    }

    @AfterAll
    void stop() {
        if (postfix != null) {
            postfix.close();
        }
    }

    private static List<String> presenting(TestCertificate certificate) {
        return presenting(certificate.certificate(), certificate.key());
    }

    private static List<String> presenting(Path certificate, Path key) {
        return List.of("smtpd_tls_cert_file=" + certificate, "smtpd_tls_key_file=" + key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "good          | negotiated | ''",
                "expired       | negotiated | critical certificate_expired",
                "expiring      | negotiated | warning certificate_expiring",
                "not yet valid | negotiated | critical certificate_not_yet_valid",
                "other name    | negotiated | warning certificate_name_mismatch",
                "self-signed   | negotiated | warning certificate_untrusted, warning certificate_name_mismatch",
                "SHA-1         | negotiated | warning certificate_weak",
                "1024 bits     | negotiated | warning certificate_weak",
                "TLS 1.0       | negotiated | warning tls_version_old",
                "static RSA    | negotiated | warning tls_cipher_weak",
                "wrong key     | failed     | critical starttls_failed",
                "STARTTLS hidden | not_offered | ''",
            })
    void faultIsItsFindingAndTheServerStaysHealthy(String port, String starttls, String expected) {
        JsonNode result = results.get(port);

        assertThat(result.path("starttls").asString()).as(result.toString()).isEqualTo(starttls);
        assertThat(result.path("verdict").asString()).as(result.toString()).isEqualTo("healthy");
        assertThat(findings(result)).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(", ")));
        assertThat(result.path("findings").valueStream().map(each -> each.path("sentence")))
                .as("each is among the reasons")
                .isSubsetOf(result.path("reasons").valueStream().toList());
        assertThat(result.path("dialogue").isArray()).as("evidence").isEqualTo(!expected.isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expired       | The certificate expired on \\d{4}-\\d\\d-\\d\\d\\.",
                "expiring      | The certificate expires on .*, in [45] days\\.",
                "not yet valid | The certificate is not valid before .*",
                "other name    | .*does not match the name of this target; it is for other\\.test\\.",
                "self-signed   | The certificate is not trusted: .*",
                "SHA-1         | The certificate is signed with SHA1withRSA, .*",
                "1024 bits     | The certificate has a key of RSA 1024 bits, .*",
                "TLS 1.0       | The server supports nothing newer than TLS 1\\.0, .*",
                "static RSA    | .*TLS_RSA_WITH_AES_128_CBC_SHA: a static RSA key has no forward secrecy .*",
                "wrong key     | STARTTLS is offered, but refused when requested: 454 4\\.7\\.0 TLS not available due to"
                        + " local problem \\(\\d attempts\\)",
            })
    void sentenceShowsWhatWasSeen(String port, String sentence) {
        assertThat(results.get(port).path("findings").path(0).path("sentence").asString())
                .matches(sentence);
    }

    @Test
    void scanWithFindingsExitsWith1() {
        assertThat(exitCode).isEqualTo(1);
    }

    @Test
    void authorityIsUnknownWithoutItsFile() throws Exception {
        ProcessResult ended = scan("json", "", target("good"));

        JsonNode good = results(ended).get("good");
        assertThat(findings(good)).containsExactly("warning certificate_untrusted");
        assertThat(good.path("findings").path(0).path("sentence").asString()).contains(TestAuthority.ROOT);
        assertThat(good.path("verdict").asString()).isEqualTo("healthy");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    @Test
    void serverWithoutFaultExitsWith0() throws Exception {
        ProcessResult ended = scan("json", "ca_file: " + authority.file().getFileName(), target("good"));
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
    }

    @Test
    void verbThatTheProfileForbidsIsAFinding() throws Exception {
        ProcessResult ended = run("json", """
                profiles: {ours: {extends: postfix, forbid: [VRFY]}}
                sites: [{name: lab, profile: ours, starttls: observe, servers: ['%s']}]
                """.formatted(target("good")), "*");

        JsonNode result = results(ended).get("good");
        assertThat(findings(result)).containsExactly("warning verb_forbidden");
        assertThat(result.path("findings").path(0).path("subject").asString()).isEqualTo("VRFY");
        assertThat(result.path("verdict").asString()).isEqualTo("healthy");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    @Test
    void everyFindingIsASeries() throws Exception {
        String text = scan("prometheus", "ca_file: " + authority.file().getFileName(), "*")
                .stdout();

        for (Map.Entry<String, JsonNode> each : results.entrySet()) {
            String label = "target=\"" + target(each.getKey()) + "\"";
            assertThat(text.lines()
                            .filter(line -> line.startsWith("ehlo_target_finding{") && line.contains(label))
                            .map(line -> line.replaceFirst(
                                    ".*finding=\"(\\w+)\".*severity=\"(\\w+)\".* 1(\\.0)?$", "$2 $1")))
                    .as(each.getKey())
                    .containsExactlyInAnyOrderElementsOf(findings(each.getValue()));
        }
    }

    /** The severity and the kind of each finding, in order. */
    private static List<String> findings(JsonNode result) {
        return result.path("findings")
                .valueStream()
                .map(each -> each.path("severity").asString() + " "
                        + each.path("finding").asString())
                .toList();
    }

    private String target(String port) {
        return TestAuthority.HOST + ":" + postfix.ports().get(port);
    }

    private ProcessResult scan(String format, String trust, String which) throws IOException, InterruptedException {
        List<String> servers = new ArrayList<>();
        postfix.ports().keySet().forEach(port -> servers.add("'" + target(port) + "'"));
        String sites = """
                tls_config: {%s}
                sites: [{name: lab, profile: any-esmtp, starttls: negotiate, servers: %s}]
                """.formatted(trust, servers);
        return run(format, sites, which);
    }

    private ProcessResult run(String format, String sites, String which) throws IOException, InterruptedException {
        Path file = Files.writeString(
                Files.createTempFile(directory, "inventory", ".yml"), "version: 1\nehlo_name: scanner.test\n" + sites);
        ProcessResult ended = PackagedJar.run("scan", file.toString(), "-o", format, "--target", which);
        assertThat(ended.complaints()).as(ended.stdout()).isEqualTo(NOTHING);
        return ended;
    }

    /** The results by the name of the port. */
    private Map<String, JsonNode> results(ProcessResult ended) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (JsonNode result : JsonMapper.shared().readTree(ended.stdout()).path("results")) {
            postfix.ports().keySet().stream()
                    .filter(port -> target(port).equals(result.path("target").asString()))
                    .forEach(port -> found.put(port, result));
        }
        return found;
    }
}
