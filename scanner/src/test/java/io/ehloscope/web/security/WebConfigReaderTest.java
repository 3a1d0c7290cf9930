package io.ehloscope.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ehloscope.web.security.WebConfig.ClientPolicy;
import io.ehloscope.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid and invalid web configuration files. */
class WebConfigReaderTest {

    private static final String HASH = "$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze";

    @TempDir
    Path folder;

    @Test
    void everyKeyIsRead() throws IOException {
        WebConfig config = read("""
                tls_server_config:
                  cert_file: server.crt
                  key_file: /keys/server.key
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: ca.crt
                  client_allowed_sans: [prometheus.example.com]
                  min_version: TLS13
                  max_version: TLS13
                  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
                  prefer_server_cipher_suites: false
                  curve_preferences: [X25519, CurveP256]
                http_server_config:
                  http2: true
                  headers: {Strict-Transport-Security: max-age=31536000, X-Frame-Options: deny}
                basic_auth_users: {alice: '%s'}
                rate_limit: {interval: 100ms, burst: 20}
                """.formatted(HASH));

        WebConfig.Tls tls = config.tls();
        assertThat(tls).isNotNull();
        assertThat(tls.certificate().file()).isEqualTo(folder.resolve("server.crt"));
        assertThat(tls.key().file()).isEqualTo(Path.of("/keys/server.key"));
        assertThat(tls.clients()).isEqualTo(ClientPolicy.REQUIRE_AND_VERIFY);
        assertThat(tls.versions()).containsExactly("TLSv1.3");
        assertThat(tls.allowedSans()).containsExactly("prometheus.example.com");
        assertThat(tls.serversOrder()).isFalse();
        assertThat(config.headers()).hasSize(2).containsEntry("X-Frame-Options", "deny");
        assertThat(config.users()).containsEntry("alice", HASH);
        assertThat(config.rate()).isEqualTo(new WebConfig.Rate(Duration.ofMillis(100), 20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "# nothing\n",
                " \n  # nothing\n\n",
                "{}",
                "---\n",
                "--- # nothing\n...\n",
                "null\n",
                "~\n",
                "basic_auth_users: {}\n",
                "rate_limit: {interval: 0}\n"
            })
    void emptyConfigurationIsPlainHttpWithoutPasswords(String text) throws IOException {
        assertThat(read(text)).isEqualTo(WebConfig.NONE);
    }

    @Test
    void oldNameOfPolicyIsAccepted() throws IOException {
        WebConfig.Tls tls =
                read("tls_server_config: {cert_file: a, key_file: b, client_auth_type: RequireClientCert}\n")
                        .tls();

        assertThat(tls).isNotNull();
        assertThat(tls.clients()).isEqualTo(ClientPolicy.REQUIRE_ANY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tls_config: {} | 1:1: unknown key \"tls_config\" in a web configuration",
                "tls_server_config: {cert_files: a, key_file: b} | 1:21: unknown key \"cert_files\" in tls_server_config;"
                        + " did you mean \"cert_file\"?",
                "tls_server_config: {key_file: b} | 1:20: cert_file is missing in tls_server_config",
                "tls_server_config: {cert_file: a} | 1:20: key_file is missing in tls_server_config",
                "tls_server_config: {cert_file: a, key_file: b, min_version: TLS10} | 1:61: unknown min_version \"TLS10\"",
                "tls_server_config: {cert_file: a, key_file: b, min_version: TLS13, max_version: TLS12}"
                        + " | 1:61: min_version TLS13 is above max_version TLS12",
                "tls_server_config: {cert_file: a, key_file: b, cipher_suites: [TLS_NONE]}"
                        + " | 1:63: unknown cipher suite \"TLS_NONE\"",
                "tls_server_config: {cert_file: a, key_file: b, client_ca_file: c} | 1:64: there is an authority",
                "tls_server_config: {cert_file: a, key_file: b, client_allowed_sans: [c]}"
                        + " | 1:69: client_allowed_sans admits clients without",
                "basic_auth_users: {alice: secret} | 1:27: the password of \"alice\" is not a bcrypt hash",
                "basic_auth_users: {alice: $2y$31$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze}"
                        + " | 1:27: the password of \"alice\" has the cost 31",
                "http_server_config: {headers: {Server: x}} | 1:32: unknown key \"Server\" in headers",
                "rate_limit: {interval: 1} | 1:24: interval \"1\" has no unit",
                "[] | 1:1: a web configuration is a list"
            })
    void problemHasItsLocation(String text, String problem) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(text));

        assertThat(refused.problems())
                .anySatisfy(each -> assertThat(each.toString()).contains("web.yml:" + problem));
    }

    @Test
    void secretsAreNotRepeated() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> read("basic_auth_users: {alice: hunter2}\n"
                        + "tls_server_config: {cert_file: a, key: \"-----BEGIN hunter3\"}\n"));

        assertThat(refused.problems()).hasSize(2);
        assertThat(refused.getMessage()).doesNotContain("hunter");
    }

    private WebConfig read(String text) throws IOException {
        return WebConfigReader.read(Files.writeString(folder.resolve("web.yml"), text));
    }
}
