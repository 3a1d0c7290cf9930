package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.ehloscope.e2e.ServerTls.Begin;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** TLS of real servers with a private authority: our results beside what openssl and swaks see of the same server. */
@Timeout(120)
class RealTlsIT {

    @TempDir
    Path directory;

    private TestAuthority authority;

    /** The servers with the names of their profiles; {@code any-esmtp} if the product has none. */
    private enum Kind {
        POSTFIX(PostfixServer::start, "postfix"),
        EXIM(EximServer::start, "exim"),
        SENDMAIL(SendmailServer::start, "sendmail"),
        DOVECOT(DovecotServer::start, "any-esmtp");

        private final Start start;
        private final String profile;

        Kind(Start start, String profile) {
            this.start = start;
            this.profile = profile;
        }
    }

    private interface Start {
        RealServer in(Path parent, ServerTls tls) throws IOException, InterruptedException;
    }

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new TestAuthority(directory);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void starttlsResultMatchesOpensslAndSwaks(Kind kind) throws Exception {
        compare(kind, Begin.AFTER_STARTTLS);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void implicitTlsResultMatchesOpensslAndSwaks(Kind kind) throws Exception {
        compare(kind, Begin.AT_ONCE);
    }

    private void compare(Kind kind, Begin begin) throws Exception {
        try (RealServer server = kind.start.in(directory, new ServerTls(authority.valid(), begin))) {
            OpensslClient openssl = OpensslClient.with(server, begin, authority.file());
            SwaksClient swaks = SwaksClient.with(server, begin);
            assertThat(openssl.verdict()).isEqualTo("0 (ok)");
            assertThat(openssl.subjects()).hasSize(2);

            JsonNode result = scan(server, begin, authority.file());

            assertThat(result.path("verdict").asString()).as(result.toString()).isEqualTo("healthy");
            assertThat(result.path("profile").asString()).isEqualTo(kind.profile);
            assertDialogue(result, begin, swaks);
            JsonNode tls = result.path("tls");
            assertThat(tls.path("version").asString()).isEqualTo(openssl.version());
            assertThat(tls.path("cipher").asString()).isEqualTo(openssl.cipher());
            assertThat(texts(tls.path("chain"), "subject")).isEqualTo(openssl.subjects());
            assertThat(tls.path("issuer").asString()).isEqualTo(TestAuthority.ISSUER);
            assertThat(tls.path("trusted").asBoolean(false)).as(tls.toString()).isTrue();
            assertThat(tls.path("hostname_matches").asBoolean(false)).isTrue();
            assertThat(result.path("reasons").toString()).doesNotContain("certificate");
            assertThat(result.path("findings").size()).isZero();
        }
    }

    private static void assertDialogue(JsonNode result, Begin begin, SwaksClient swaks) {
        String greeting =
                swaks.greeting().stream().map(line -> line.substring(4)).collect(Collectors.joining("\n"));
        // Some greetings contain the time.
        assertThat(result.path("greeting").asString())
                .startsWith(greeting.substring(0, Math.min(24, greeting.length())));
        assertThat(lines(result.path("verbs_tls"))).isEqualTo(swaks.inside()).isNotEmpty();
        if (begin == Begin.AT_ONCE) {
            assertThat(result.path("verbs").isMissingNode()).isTrue();
            assertThat(result.path("starttls").isMissingNode()).isTrue();
        } else {
            assertThat(lines(result.path("verbs"))).isEqualTo(swaks.plain()).contains("STARTTLS");
            assertThat(result.path("starttls").asString()).isEqualTo("negotiated");
        }
    }

    @Test
    void certificateOfUnknownAuthorityIsNotTrusted() throws Exception {
        try (RealServer server = PostfixServer.start(directory, ServerTls.afterStarttls(authority.valid()))) {
            JsonNode result = scan(server, Begin.AFTER_STARTTLS, null);

            assertThat(result.path("tls").path("trusted").asBoolean(true)).isFalse();
            assertThat(texts(result.path("tls"), "distrust").get(0)).contains(TestAuthority.ROOT);
            assertThat(result.path("verdict").asString()).isEqualTo("healthy");
            assertThat(texts(result.path("findings"), "finding")).containsExactly("certificate_untrusted");
        }
    }

    @Test
    void expiredCertificateIsReportedAndServerStaysHealthy() throws Exception {
        try (RealServer server = PostfixServer.start(directory, ServerTls.afterStarttls(authority.expired()))) {
            OpensslClient openssl = OpensslClient.with(server, Begin.AFTER_STARTTLS, authority.file());
            assertThat(openssl.verdict()).isEqualTo("10 (certificate has expired)");

            JsonNode result = scan(server, Begin.AFTER_STARTTLS, authority.file());

            assertThat(result.path("verdict").asString()).isEqualTo("healthy");
            assertThat(result.path("verbs_tls").isMissingNode()).isFalse();
            assertThat(result.path("tls").path("trusted").asBoolean(true)).isFalse();
            assertThat(result.path("reasons").toString()).contains("The certificate expired on ");
            assertThat(texts(result.path("findings"), "finding")).containsExactly("certificate_expired");
        }
    }

    @Test
    void multilineGreetingOfPostscreenIsReadToTheEnd() throws Exception {
        ServerTls tls = ServerTls.afterStarttls(authority.valid());
        try (RealServer server = PostfixServer.startBehindPostscreen(directory, tls)) {
            JsonNode result = scan(server, Begin.AFTER_STARTTLS, authority.file());

            assertThat(result.path("verdict").asString()).as(result.toString()).isEqualTo("healthy");
            assertThat(result.path("product").asString()).isEqualTo("postfix");
            assertThat(result.path("greeting").asString().lines().count()).isEqualTo(2);
            assertThat(result.path("timings_ms").path("greeting").asDouble()).isGreaterThan(1_900);
            assertThat(result.path("tls").path("trusted").asBoolean(false)).isTrue();
        }
    }

    /** OpenSMTPD 6.8.0 offers STARTTLS, but its handshake fails with OpenSSL 3 for every client. */
    @Test
    void serverWithFailedTlsKeepsItsPlainVerbs() throws Exception {
        ServerTls tls = ServerTls.afterStarttls(authority.valid());
        try (RealServer server = OpenSmtpdServer.start(directory, tls)) {
            assertThat(SwaksClient.with(server, tls.begin()).inside()).isEmpty();

            JsonNode result = scan(server, Begin.AFTER_STARTTLS, authority.file());

            assertThat(result.path("verdict").asString()).isEqualTo("healthy");
            assertThat(result.path("starttls").asString()).isEqualTo("failed");
            assertThat(lines(result.path("verbs"))).isEqualTo(MailServer.OPENSMTPD.verbs());
            assertThat(texts(result.path("findings"), "finding")).containsExactly("starttls_failed");
            assertThat(result.path("reasons").toString())
                    .contains("STARTTLS is offered, but the TLS handshake failed: the server");
        }
    }

    @Test
    void greenMailIsScanned() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        server.start();
        try {
            JsonNode result = scan("127.0.0.1:" + port, Begin.AT_ONCE, null);

            assertThat(result.path("verdict").asString()).as(result.toString()).isEqualTo("healthy");
            assertThat(result.path("greeting").asString()).contains("GreenMail");
            assertThat(lines(result.path("verbs_tls"))).anyMatch(verb -> verb.startsWith("AUTH "));
            assertThat(result.path("tls").path("trusted").asBoolean(true)).isFalse();
        } finally {
            server.stop();
        }
    }

    private JsonNode scan(RealServer server, Begin begin, Path trusted) throws IOException, InterruptedException {
        return scan(TestAuthority.HOST + ":" + server.address().getPort(), begin, trusted);
    }

    private JsonNode scan(String target, Begin begin, Path trusted) throws IOException, InterruptedException {
        String inventory = """
                version: 1
                ehlo_name: scanner.test
                tls_config: {%s}
                sites:
                  - {name: lab, servers: ['%s'], starttls: negotiate, tls: %s}
                """.formatted(
                        trusted == null ? "" : "ca_file: " + trusted.getFileName(),
                        target,
                        begin == Begin.AT_ONCE ? "implicit" : "starttls");
        Path file = Files.writeString(directory.resolve("inventory.yml"), inventory);
        ProcessResult ended = PackagedJar.run("scan", file.toString(), "-o", "json");
        assertThat(ended.complaints()).isEmpty();
        JsonNode result =
                JsonMapper.shared().readTree(ended.stdout()).path("results").path(0);
        assertThat(ended.exitCode())
                .as(ended.toString())
                .isEqualTo(result.path("findings").isEmpty() ? 0 : 1);
        return result;
    }

    private static List<String> texts(JsonNode nodes, String member) {
        return nodes.isArray()
                ? nodes.valueStream().map(each -> each.path(member).asString()).toList()
                : nodes.path(member).valueStream().map(JsonNode::asString).toList();
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
