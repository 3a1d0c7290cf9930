package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged jar scans real mail servers. */
@Timeout(120)
class RealMailServersIT {

    /** The certificate of these servers is self-signed and names none of them. */
    private static final String NEGOTIATE =
            "starttls: negotiate\n  findings: {certificate_untrusted: off, certificate_name_mismatch: off}";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(MailServer.class)
    void eachIsRecognisedAndHealthyByItsDetectedProfile(MailServer kind) throws Exception {
        try (RealServer server = kind.start(directory)) {
            JsonNode result = scan("profile: auto", server.target()).get(0);

            assertRecognised(result, kind, server);
            assertThat(result.path("starttls").asString()).isEqualTo("offered");
        }
    }

    @ParameterizedTest
    @EnumSource(MailServer.class)
    void eachIsHealthyByTheConfiguredProfile(MailServer kind) throws Exception {
        try (RealServer server = kind.start(directory)) {
            JsonNode result =
                    scan("profile: " + kind.product(), server.target()).get(0);

            assertRecognised(result, kind, server);
            assertThat(result.path("profile").asString()).isEqualTo(kind.product());
        }
    }

    @ParameterizedTest
    @EnumSource(MailServer.class)
    void eachIsForeignForExchangeProfile(MailServer kind) throws Exception {
        try (RealServer server = kind.start(directory)) {
            ProcessResult ended = run("profile: exchange-2003", server.target());

            assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(1);
            assertThat(ended.complaints()).isEmpty();
            JsonNode result = results(ended).path(0);
            assertThat(result.path("verdict").asString()).isEqualTo("foreign");
            assertThat(result.path("product").asString()).isEqualTo(kind.product());
        }
    }

    @Test
    void oneScanDistinguishesAll() throws Exception {
        try (RealServer postfix = MailServer.POSTFIX.start(directory);
                RealServer exim = MailServer.EXIM.start(directory);
                RealServer openSmtpd = MailServer.OPENSMTPD.start(directory);
                RealServer sendmail = MailServer.SENDMAIL.start(directory)) {
            JsonNode results =
                    scan("profile: auto", postfix.target(), exim.target(), openSmtpd.target(), sendmail.target());

            assertRecognised(resultFor(postfix, results), MailServer.POSTFIX, postfix);
            assertRecognised(resultFor(exim, results), MailServer.EXIM, exim);
            assertRecognised(resultFor(openSmtpd, results), MailServer.OPENSMTPD, openSmtpd);
            assertRecognised(resultFor(sendmail, results), MailServer.SENDMAIL, sendmail);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTFIX", "EXIM", "SENDMAIL"})
    void starttlsIsNegotiatedAndEhloSentAgain(MailServer kind) throws Exception {
        List<String> verbsInTls = new ArrayList<>(kind.verbs());
        verbsInTls.remove("STARTTLS");
        try (RealServer server = kind.start(directory)) {
            JsonNode result = scan(NEGOTIATE, server.target()).get(0);

            assertRecognised(result, kind, server);
            assertThat(result.path("starttls").asString()).isEqualTo("negotiated");
            assertThat(lines(result.path("verbs_tls"))).isEqualTo(verbsInTls);
            assertThat(result.path("tls").path("version").asString()).isEqualTo("TLSv1.3");
            assertThat(result.path("tls").path("trusted").asBoolean(true)).isFalse();
        }
    }

    @Test
    void certificateOfPostfixIsRead() throws Exception {
        try (RealServer server = MailServer.POSTFIX.start(directory)) {
            JsonNode tls = scan(NEGOTIATE, server.target()).get(0).path("tls");

            assertThat(tls.path("subject").asString()).contains("CN=" + TestCertificate.NAME);
            assertThat(tls.path("issuer").asString()).contains("CN=" + TestCertificate.NAME);
            assertThat(tls.path("not_after").isMissingNode()).isFalse();
            assertThat(tls.path("hostname_matches").asBoolean(false)).isFalse();
        }
    }

    private static void assertRecognised(JsonNode result, MailServer kind, RealServer server) {
        assertThat(result.path("target").asString()).isEqualTo(server.target());
        assertThat(result.path("site").asString()).isEqualTo("lab");
        assertThat(result.path("greeting").asString()).containsPattern(kind.greeting());
        assertThat(lines(result.path("verbs"))).isEqualTo(kind.verbs());
        assertThat(result.path("product").asString()).isEqualTo(kind.product());
        assertThat(result.path("verdict").asString()).as(result.toString()).isEqualTo("healthy");
        assertThat(result.path("attempts").asInt()).isEqualTo(1);
        assertThat(result.path("failure").isMissingNode()).isTrue();
    }

    /** Scans, checks that there are no findings and no complaints, and returns the results. */
    private JsonNode scan(String defaults, String... targets) throws IOException, InterruptedException {
        ProcessResult ended = run(defaults, targets);
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.complaints()).isEmpty();
        JsonNode results = results(ended);
        assertThat(results.size()).as(ended.stdout()).isEqualTo(targets.length);
        return results;
    }

    private ProcessResult run(String defaults, String... targets) throws IOException, InterruptedException {
        String inventory = """
                version: 1
                ehlo_name: scanner.test
                defaults:
                  %s
                sites:
                  - name: lab
                    servers: ['%s']
                """.formatted(defaults, String.join("', '", targets));
        Path file = Files.writeString(directory.resolve("inventory.yml"), inventory);
        return PackagedJar.run("scan", file.toString(), "-o", "json");
    }

    private static JsonNode results(ProcessResult ended) {
        return JsonMapper.shared().readTree(ended.stdout()).path("results");
    }

    private static JsonNode resultFor(RealServer server, JsonNode results) {
        return results.valueStream()
                .filter(result -> result.path("target").asString().equals(server.target()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no result for " + server.target() + " in " + results));
    }

    /** The verb lines of the server: name and parameters. */
    private static List<String> lines(JsonNode verbs) {
        return verbs.valueStream()
                .map(verb -> Stream.concat(
                                Stream.of(verb.path("name")),
                                verb.path("params").valueStream())
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
