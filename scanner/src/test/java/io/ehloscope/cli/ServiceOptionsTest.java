package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The connection of {@code history} and {@code diff} to a service, with real TLS on loopback. */
@Timeout(60)
class ServiceOptionsTest {

    private static final String PASSWORD =
            "Basic " + Base64.getEncoder().encodeToString("operator:p ä".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path directory;

    private X509Bundle authority;
    private @Nullable HttpServer server;

    @BeforeEach
    void issue() throws Exception {
        authority = new CertificateBuilder()
                .subject("CN=Example Corp CA")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
        Files.writeString(directory.resolve("password"), "p ä\n");
        Files.writeString(directory.resolve("wrong"), "p\n");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void distrustNamesTheIssuerAndTheOption() throws Exception {
        String url = https(false, "localhost");
        assertThatThrownBy(() -> fetch("--url", url))
                .hasMessage("the certificate of " + url + " is not trusted: it was issued by CN=Example Corp CA;"
                        + " if this is your authority, give its certificate with --ca-file");
    }

    @Test
    void authorityOfTheFileIsTrusted() throws Exception {
        assertThat(fetch("--url", https(false, "localhost"), "--ca-file", file("ca.pem")))
                .isEqualTo("{}");
    }

    @Test
    void otherNameIsNotDistrust() throws Exception {
        String url = https(false, "scanner.example.com");
        assertThatThrownBy(() -> fetch("--url", url, "--ca-file", file("ca.pem")))
                .hasMessage("the certificate of " + url
                        + " is for another name (CN=scanner.example.com); use a name that it contains in --url");
    }

    @Test
    void clientCertificateIsSent() throws Exception {
        String url = https(true, "localhost");
        X509Bundle client = new CertificateBuilder().subject("CN=operator").buildIssuedBy(authority);
        Files.writeString(directory.resolve("client.pem"), client.getCertificatePEM());
        Files.writeString(directory.resolve("client.key"), client.getPrivateKeyPEM());

        assertThat(fetch(
                        "--url",
                        url,
                        "--ca-file",
                        file("ca.pem"),
                        "--cert-file",
                        file("client.pem"),
                        "--key-file",
                        file("client.key")))
                .isEqualTo("{}");
        assertThatThrownBy(() -> fetch("--url", url, "--ca-file", file("ca.pem")))
                // Which of two sentences depends on whether the alert of the server arrives before the request is sent.
                .hasMessageContaining(url)
                .hasMessageContaining("client certificate")
                .hasMessageEndingWith("give --cert-file and --key-file");
    }

    @Test
    void passwordIsSent() throws IOException {
        String url = http();
        assertThat(fetch("--url", url, "--user", "operator", "--password-file", file("password")))
                .isEqualTo("{}");
        assertThatThrownBy(() -> fetch("--url", url, "--user", "operator", "--password-file", file("wrong")))
                .hasMessage(url + "/api does not accept this user and password");
        assertThatThrownBy(() -> fetch("--url", url))
                .hasMessage(url + "/api asks for a password; give --user and --password-file");
    }

    @Test
    void otherProtocolIsNamed() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket peer = plain.accept()) {
                    peer.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    peer.shutdownOutput();
                    peer.getInputStream().readAllBytes();
                } catch (IOException closed) {
                    // The client closes the connection.
                }
            });
            answering.start();
            assertThatThrownBy(() -> fetch("--url", "https://localhost:" + plain.getLocalPort()))
                    .hasMessageContaining("if the service does not use TLS, write http:// in --url");
            answering.join();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--user operator | --user and --password-file belong together; give both",
                "--cert-file x.pem | --cert-file and --key-file belong together; give both",
                "--ca-file DIR/absent | --ca-file DIR/absent: this file does not exist, or is not readable",
                "--ca-file DIR/password | --ca-file DIR/password contains no",
                "--cert-file DIR/ca.pem --key-file DIR/ca.pem | --key-file DIR/ca.pem contains no PKCS #8 private key",
                "--url https://[ | --url https://[: write it like http://localhost:19025"
            })
    void mistakesAreUsageErrors(String arguments, String sentence) {
        String[] all = ("--url https://localhost:1 " + arguments)
                .replace("DIR", directory.toString())
                .split(" ");
        String[] given = arguments.startsWith("--url") ? arguments.split(" ") : all;

        assertThatThrownBy(() -> fetch(given)).hasMessageContaining(sentence.replace("DIR", directory.toString()));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private String fetch(String... arguments) {
        Client client = new Client();
        new CommandLine(client).parseArgs(arguments);
        return client.service.fetch("/api");
    }

    private String http() throws IOException {
        HttpServer plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        return started(plain, "http", PASSWORD);
    }

    private String https(boolean needsClient, String name) throws Exception {
        X509Bundle own = new CertificateBuilder()
                .subject("CN=" + name)
                .addSanDnsName(name)
                .buildIssuedBy(authority);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                own.toKeyManagerFactory().getKeyManagers(),
                authority.toTrustManagerFactory().getTrustManagers(),
                null);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(needsClient);
                parameters.setSSLParameters(tls);
            }
        });
        return started(secure, "https", null);
    }

    private String started(HttpServer fresh, String scheme, @Nullable String password) {
        fresh.createContext("/", exchange -> {
            boolean known = password == null
                    || password.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        fresh.start();
        server = fresh;
        return scheme + "://localhost:" + fresh.getAddress().getPort();
    }

    @Command
    static final class Client {
        @Mixin
        ServiceOptions service = new ServiceOptions();
    }
}
