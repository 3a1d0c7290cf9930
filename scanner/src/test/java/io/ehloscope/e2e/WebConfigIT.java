package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve --web.config.file} of the packaged jar, with curl as the client. */
@Timeout(120)
class WebConfigIT {

    @TempDir
    Path directory;

    @Test
    void curlNeedsAuthorityAndPassword() throws Exception {
        TestCertificate certificate = TestCertificate.in(directory);
        Path config = Files.writeString(directory.resolve("web.yml"), """
                tls_server_config: {cert_file: %s, key_file: %s}
                basic_auth_users: {prometheus: '%s'}
                """.formatted(
                        certificate.certificate(),
                        certificate.key(),
                        BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(5, "secret".toCharArray())));
        try (BareWindowsServer windows = BareWindowsServer.start();
                Serving serving = Serving.start(
                        directory,
                        inventory(windows).toString(),
                        "--web.config.file",
                        config.toString(),
                        "--web.allowed-host",
                        TestCertificate.NAME)) {
            String port = serving.url().replaceAll(".*:", "");
            String url = "https://" + TestCertificate.NAME + ":" + port + "/metrics";
            List<String> known = List.of(
                    "--cacert",
                    certificate.certificate().toString(),
                    "--resolve",
                    TestCertificate.NAME + ":" + port + ":127.0.0.1");

            assertThat(serving.url()).startsWith("https://127.0.0.1:");
            assertThat(curl(known, "--user", "prometheus:secret", url)).isEqualTo("200");
            assertThat(curl(known, "--user", "prometheus:wrong", url)).isEqualTo("401");
            assertThat(curl(known, url)).isEqualTo("401");
            assertThat(curl(known, "--request", "POST", url.replace("/metrics", "/-/scan")))
                    .isEqualTo("401");
            for (String version : List.of("--http1.1", "--http2")) {
                assertThat(curl(known, version, "--user", "prometheus:secret", "--header", "Host: other.example", url))
                        .isEqualTo("421");
                assertThat(curl(known, version, "--user", "prometheus:secret", url))
                        .isEqualTo("200");
            }
            assertThat(curl(List.of(), "--resolve", known.get(3), url)).isEqualTo("000");
        }
    }

    @Test
    void invalidWebConfigurationExitsWithTwo() throws Exception {
        Path config = Files.writeString(directory.resolve("web.yml"), "tls_server_config: {cert_file: gone.pem}\n");
        try (BareWindowsServer windows = BareWindowsServer.start()) {
            ProcessResult ended =
                    PackagedJar.run("serve", inventory(windows).toString(), "--web.config.file=" + config);

            assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
            assertThat(ended.stderr()).contains("web.yml:1:20: key_file is missing in tls_server_config");
            assertThat(ended.stderr()).doesNotContain("\tat ");
        }
    }

    private Path inventory(BareWindowsServer windows) throws IOException {
        return Files.writeString(directory.resolve("inventory.yml"), """
                version: 1
                ehlo_name: scanner.test
                sites: [{name: lab, servers: ['%s']}]
                """.formatted(windows.target()));
    }

    /** The HTTP status; 000 if there is no response. */
    private static String curl(List<String> options, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Installed.program("curl").toString(),
                "--silent",
                "--output",
                "/dev/null",
                "--write-out",
                "%{http_code}"));
        command.addAll(options);
        command.addAll(List.of(more));
        return ProcessResult.run(command).stdout();
    }
}
