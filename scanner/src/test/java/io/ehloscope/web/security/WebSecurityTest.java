package io.ehloscope.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.scan.SampleResults;
import io.ehloscope.web.Served;
import io.ehloscope.web.http.HttpBounds;
import io.ehloscope.yaml.ConfigException;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** TLS, client certificates, users, headers and rates, over real connections. */
@Timeout(60)
class WebSecurityTest {

    private static final String TLS = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";
    private static final String ALICE = Credentials.basic("alice", "secret");

    @TempDir
    Path folder;

    @Test
    void everyPathNeedsPassword() throws Exception {
        try (Served served = new Served(config(users()))) {
            for (String path : List.of("/", "/metrics", "/-/healthy", "/-/reload", "/nowhere")) {
                HttpResponse<String> refused = served.get(path);
                assertThat(refused.statusCode()).as(path).isEqualTo(401);
                assertThat(refused.headers().firstValue("WWW-Authenticate"))
                        .get()
                        .asString()
                        .startsWith("Basic ");
            }
            assertThat(served.send("POST", "/-/scan").statusCode()).isEqualTo(401);
            assertThat(served.get("/metrics", "Authorization", ALICE).statusCode())
                    .isEqualTo(200);
            assertThat(served.get("/metrics", "Authorization", ALICE + "eA==").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void tlsServerRejectsPlainHttpAndOldVersions() throws Exception {
        X509Bundle server = server("localhost");
        try (Served served = new Served(config(TLS + "  min_version: TLS13\n"))) {
            assertThat(https(served, server, null)).isEqualTo(200);
            assertThat(https(served, server, null, "TLSv1.3")).isEqualTo(200);
            assertThatThrownBy(() -> https(served, server, null, "TLSv1.2")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> served.get("/-/healthy")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void http2IsOfferedInTlsUnlessDisabled() throws Exception {
        X509Bundle server = server("localhost");
        try (Served served = new Served(config(TLS))) {
            served.fleet.publish(SampleResults.large(2_000));
            for (String path : List.of("/metrics", "/", "/-/ready", "/nothing")) {
                HttpResponse<String> answer = newest(served, server, path);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.statusCode()).isEqualTo(path.equals("/nothing") ? 404 : 200);
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .contains("nosniff");
            }
            assertThat(newest(served, server, "/metrics").body()).contains("ehlo_scan_targets 2001.0\n");
            assertThat(posted(served, server, "https://localhost:" + served.port()))
                    .isEqualTo(202);
            assertThat(posted(served, server, "https://elsewhere.test")).isEqualTo(403);
            assertThat(https(served, server, null)).as("HTTP/1.1").isEqualTo(200);
        }
        try (Served served = new Served(config(TLS + "http_server_config: {http2: false}\n"))) {
            assertThat(newest(served, server, "/-/healthy").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void changedCertificateIsUsedForNextConnection() throws Exception {
        X509Bundle old = server("localhost");
        try (Served served = new Served(config(TLS))) {
            assertThat(https(served, old, null)).isEqualTo(200);
            X509Bundle next = server("localhost");
            served.awaitReload(() -> shows(served, next));
            assertThatThrownBy(() -> https(served, old, null)).isInstanceOf(SSLException.class);

            Files.writeString(folder.resolve("server.key"), "half written");
            served.securityTimers.advanceTimeBy(Duration.ofMinutes(1));
            assertThat(https(served, next, null)).isEqualTo(200);
        }
    }

    @Test
    void changedUsersApplyToNextRequest() throws Exception {
        Path file = config(users());
        try (Served served = new Served(file)) {
            assertThat(served.get("/", "Authorization", ALICE).statusCode()).isEqualTo(200);
            Files.writeString(file, "basic_auth_users: {" + Credentials.user("bob", "secret") + "}\n");
            served.awaitReload(() -> served.get("/", "Authorization", ALICE).statusCode() == 401);
        }
    }

    @Test
    void onlyClientsWithSignedCertificateAndAllowedNameAreAccepted() throws Exception {
        X509Bundle server = server("localhost");
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(folder.resolve("ca.crt"), authority.getCertificatePEM());
        String policy = "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n";

        try (Served served = new Served(config(TLS + policy + "  client_allowed_sans: [prometheus.test]\n"))) {
            assertThat(https(served, server, client("prometheus.test").buildIssuedBy(authority)))
                    .isEqualTo(200);
            assertThatThrownBy(() -> https(served, server, client("other.test").buildIssuedBy(authority)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> https(served, server, stranger("prometheus.test")))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> https(served, server, null)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void configuredHeadersReplaceDefaults() throws Exception {
        try (Served served =
                new Served(config("http_server_config: {headers: {Content-Security-Policy: sandbox}}\n"))) {
            HttpResponse<String> answer = served.get("/");

            assertThat(answer.headers().allValues("Content-Security-Policy")).containsExactly("sandbox");
            assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        }
    }

    @Test
    void requestsAboveTheRateAreRejected() throws Exception {
        try (Served served = new Served(config("rate_limit: {interval: 1h, burst: 2}\n"))) {
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(served.get("/-/healthy").statusCode());
            }
            assertThat(answers).containsExactly(200, 200, 429);
        }
    }

    @Test
    void errorNamesUnusableFile() throws Exception {
        server("localhost");
        assertRefused(TLS.replace("server.crt", "gone.crt"), "gone.crt: there is no such file");
        assertRefused(TLS.replace("server.key", "server.crt"), "server.crt: this contains no PKCS #8 private key");
        Files.writeString(folder.resolve("empty.crt"), "");
        assertRefused(TLS.replace("server.crt", "empty.crt"), "empty.crt: this contains no certificate");
        Files.copy(folder.resolve("server.key"), folder.resolve("other.key"));
        server("localhost");
        assertRefused(TLS.replace("server.key", "other.key"), "other.key: this key belongs to another certificate");
    }

    @Test
    void unfinishedHandshakesDoNotBlockOtherClients() throws Exception {
        X509Bundle server = server("localhost");
        HttpBounds tight = new HttpBounds(
                4096,
                16_384,
                64,
                48,
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                2,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
        try (Served served = new Served(Runnable::run, tight, Schedulers.parallel(), config(TLS))) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                Socket socket = new Socket("127.0.0.1", served.port());
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1}); // begins a ClientHello
                slow.add(socket);
            }
            assertThat(https(served, server, null)).isEqualTo(200);
            for (Socket socket : slow) {
                assertThat(rest(socket)).as("closed").isNotNegative();
                socket.close();
            }
        }
    }

    @Test
    void http2RequestThatNeverEndsIsAborted() throws Exception {
        X509Bundle server = server("localhost");
        HttpBounds tight = new HttpBounds(
                4096,
                16_384,
                64,
                48,
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                Duration.ofSeconds(5),
                2,
                Duration.ofMillis(500),
                Duration.ofMillis(500));
        try (Served served = new Served(Runnable::run, tight, Schedulers.parallel(), config(TLS))) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {server.toTrustManager()}, null);
            try (SSLSocket slow = (SSLSocket) context.getSocketFactory().createSocket("localhost", served.port())) {
                SSLParameters parameters = slow.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"h2"});
                slow.setSSLParameters(parameters);
                slow.setSoTimeout(20_000);
                OutputStream out = slow.getOutputStream();
                out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // no settings
                // HEADERS of GET / on stream 1, without END_STREAM (RFC 9113 section 6.2).
                out.write(new byte[] {0, 0, 3, 1, 4, 0, 0, 0, 1, (byte) 0x82, (byte) 0x84, (byte) 0x87});
                out.flush();

                assertThat(rest(slow)).as("an answer, then the end").isPositive();
            }
        }
    }

    /** The number of bytes until the server closes the connection. */
    private static int rest(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return in.readAllBytes().length;
        } catch (SocketException reset) {
            return 0;
        }
    }

    private void assertRefused(String config, String sentence) throws IOException {
        Path file = config(config);
        assertThatThrownBy(() -> new Served(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence);
    }

    private Path config(String text) throws IOException {
        return Files.writeString(folder.resolve("web.yml"), text);
    }

    private static String users() {
        return "basic_auth_users: {" + Credentials.user("alice", "secret") + "}\n";
    }

    private X509Bundle server(String name) throws Exception {
        X509Bundle made = new CertificateBuilder()
                .subject("CN=" + name)
                .addSanDnsName(name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(folder.resolve("server.crt"), made.getCertificatePEM());
        Files.writeString(folder.resolve("server.key"), made.getPrivateKeyPEM());
        return made;
    }

    private static boolean shows(Served served, X509Bundle certificate) throws Exception {
        try {
            return https(served, certificate, null) == 200;
        } catch (SSLException another) {
            return false;
        }
    }

    private static X509Bundle stranger(String name) throws Exception {
        return client(name).setIsCertificateAuthority(true).buildSelfSigned();
    }

    private static CertificateBuilder client(String name) {
        return new CertificateBuilder().subject("CN=client").addSanDnsName(name);
    }

    private static int https(Served served, X509Bundle server, @Nullable X509Bundle self, String... versions)
            throws Exception {
        KeyManager[] keys = self == null ? null : self.toKeyManagerFactory().getKeyManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {server.toTrustManager()}, null);
        SSLParameters parameters = new SSLParameters();
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(parameters)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.send(request(served, "/-/healthy"), BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest request(Served served, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + served.port() + path))
                .timeout(Served.PATIENCE)
                .build();
    }

    /** The response to a request in the newest HTTP version that client and server support. */
    private static HttpResponse<String> newest(Served served, X509Bundle server, String path) throws Exception {
        return newest(server, request(served, path));
    }

    private static int posted(Served served, X509Bundle server, String origin) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(request(served, "/-/scan").uri())
                .POST(HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .build();
        return newest(server, post).statusCode();
    }

    private static HttpResponse<String> newest(X509Bundle server, HttpRequest request) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {server.toTrustManager()}, null);
        HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_2)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
