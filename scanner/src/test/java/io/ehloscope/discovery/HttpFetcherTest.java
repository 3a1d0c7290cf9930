package io.ehloscope.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.inventory.SourceSpec;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import reactor.test.scheduler.VirtualTimeScheduler;

class HttpFetcherTest {

    private static final String GOOD = "[{\"targets\": [\"a.example.com\"]}]";

    @TempDir
    private Path folder;

    private final LoopResources loops = LoopResources.create("fetch-test", 1, true);
    private final Scheduler timers = Schedulers.newSingle("fetch-test-timers", true);
    private final ConcurrentLinkedQueue<Map.Entry<String, String>> requests = new ConcurrentLinkedQueue<>();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .runOn(loops)
            .handle(this::answer)
            .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).block();
        timers.dispose();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        for (Map.Entry<String, String> header : request.requestHeaders()) {
            requests.add(Map.entry(request.uri() + " " + header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        }
        response.header("Content-Type", "application/json; charset=utf-8");
        return switch (request.uri()) {
            case "/good" ->
                response.header("ETag", "\"7\"").sendString(Mono.just(GOOD)).then();
            case "/etag" ->
                "\"7\"".equals(request.requestHeaders().get("If-None-Match"))
                        ? response.status(304).send()
                        : response.header("ETag", "\"7\"")
                                .sendString(Mono.just(GOOD))
                                .then();
            case "/304" -> response.status(304).send();
            case "/500" -> response.status(500).sendString(Mono.just("secret")).then();
            case "/text" ->
                response.header("Content-Type", "text/html")
                        .sendString(Mono.just("secret"))
                        .then();
            case "/latin1" ->
                response.send(Mono.just(Unpooled.copiedBuffer("[\u00e4]", StandardCharsets.ISO_8859_1)))
                        .then();
            case "/redirect" -> response.status(302).header("Location", "good").send();
            case "/loop" -> response.status(307).header("Location", "/loop").send();
            case "/ftp" ->
                response.status(302).header("Location", "ftp://127.0.0.1/").send();
            case "/nowhere" -> response.status(302).send();
            case "/other" ->
                response.status(302)
                        .header("Location", "http://localhost:" + server.port() + "/good")
                        .send();
            case "/large" ->
                response.send(Flux.range(0, 600).map(any -> Unpooled.wrappedBuffer(new byte[64 * 1024])))
                        .then();
            case "/cut" ->
                response.header("Content-Length", "100")
                        .sendString(Flux.concat(Mono.just("[{"), Mono.error(new IOException("cut"))))
                        .then();
            case "/slow" -> response.sendString(Mono.never()).then();
            default -> response.sendNotFound();
        };
    }

    @Test
    void aDocumentComesWithItsEntityTag() {
        assertThat(fetch("/good", null)).isEqualTo(new FetchResult.Document(GOOD, "\"7\""));
        assertThat(sent("/good x-prometheus-refresh-interval-seconds")).containsExactly("300");
        assertThat(sent("/good accept")).containsExactly("application/json");
        assertThat(sent("/good authorization")).isEmpty();
    }

    @Test
    void theVersionThatIsInUseIsNotSentAgain() {
        assertThat(fetch("/etag", "\"7\"")).isEqualTo(new FetchResult.Unchanged());
        assertThat(fetch("/etag", "\"6\"")).isEqualTo(new FetchResult.Document(GOOD, "\"7\""));
    }

    @ParameterizedTest
    @CsvSource({
        "/304, the endpoint answers with status 304",
        "/500, the endpoint answers with status 500",
        "/absent, the endpoint answers with status 404",
        "/text, the answer is not application/json",
        "/latin1, the answer is not UTF-8",
        "/loop, the endpoint redirects more than 10 times",
        "/ftp, the endpoint redirects to a URL that is not http or https",
        "/nowhere, the endpoint redirects without a location",
        "/large, the answer is larger than 32 MiB",
        "/cut, the connection was closed before the answer was complete"
    })
    void aFailureSaysWhatHappened(String path, String sentence) {
        assertThat(fetch(path, null)).isEqualTo(new FetchResult.Failed(sentence));
    }

    @Test
    void aRefusedConnectionIsAFailure() {
        int port = server.port();
        server.disposeNow();

        assertThat(fetch(spec("http://127.0.0.1:" + port + "/", null, null, null, null), timers))
                .isEqualTo(new FetchResult.Failed("the connection is refused or the host is not reachable"));
    }

    @Test
    void aSlowEndpointIsGivenUp() {
        VirtualTimeScheduler virtual = VirtualTimeScheduler.create();
        HttpFetcher fetcher = new HttpFetcher(loops, virtual);
        Mono<FetchResult> result =
                fetcher.fetch(spec(url("/slow"), null, null, null, null), null).cache();
        result.subscribe();

        virtual.advanceTimeBy(HttpFetcher.PATIENCE);

        assertThat(result.block(Duration.ofSeconds(10)))
                .isEqualTo(new FetchResult.Failed("no complete answer within 20s"));
    }

    @Test
    void aTokenIsSentToTheSameOriginOnly() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "t0ken\n");

        assertThat(fetch(spec(url("/redirect"), null, token, null, null), timers))
                .isEqualTo(new FetchResult.Document(GOOD, "\"7\""));
        assertThat(sent("/redirect authorization")).containsExactly("Bearer t0ken");
        assertThat(sent("/good authorization")).containsExactly("Bearer t0ken");

        requests.clear();
        assertThat(fetch(spec(url("/other"), null, token, null, null), timers))
                .isEqualTo(new FetchResult.Document(GOOD, "\"7\""));
        assertThat(sent("/other authorization")).containsExactly("Bearer t0ken");
        assertThat(sent("/good host")).containsExactly("localhost:" + server.port());
        assertThat(sent("/good authorization")).isEmpty();
    }

    @Test
    void aPasswordIsReadFromItsFileAtEachRequest() throws Exception {
        Path password = folder.resolve("password");
        SourceSpec.Http spec = spec(url("/good"), null, null, "me", password);

        assertThat(fetch(spec, timers))
                .isEqualTo(new FetchResult.Failed("password_file " + password + " is not a regular file"));
        Files.writeString(password, "a:b\n");
        assertThat(fetch(spec, timers)).isInstanceOf(FetchResult.Document.class);
        assertThat(sent("/good authorization")).containsExactly("Basic bWU6YTpi");
        Files.writeString(password, "a\r\nX: y");
        assertThat(fetch(spec, timers)).isInstanceOf(FetchResult.Failed.class);
    }

    @Test
    void theCertificateMustBeTrustedAndNameTheHost() throws Exception {
        X509Bundle root = new CertificateBuilder()
                .subject("CN=root")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Path authorities = Files.writeString(folder.resolve("ca.pem"), root.getCertificatePEM());
        X509Bundle good = new CertificateBuilder()
                .subject("CN=good")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(root);
        X509Bundle wrong = new CertificateBuilder()
                .subject("CN=wrong")
                .addSanDnsName("other.example.com")
                .buildIssuedBy(root);

        assertThat(encrypted(good, authorities)).isInstanceOf(FetchResult.Document.class);
        assertThat(encrypted(good, null)).satisfies(HttpFetcherTest::failsByTls);
        assertThat(encrypted(wrong, authorities)).satisfies(HttpFetcherTest::failsByTls);
        assertThat(encrypted(good, Files.writeString(folder.resolve("empty.pem"), "")))
                .isEqualTo(
                        new FetchResult.Failed("ca_file " + folder.resolve("empty.pem") + " contains no certificate"));
    }

    private static void failsByTls(FetchResult result) {
        assertThat(result).isInstanceOf(FetchResult.Failed.class);
        assertThat(((FetchResult.Failed) result).sentence()).startsWith("TLS failed: ");
    }

    private FetchResult encrypted(X509Bundle bundle, @Nullable Path authorities) throws Exception {
        var context = SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
                .build();
        DisposableServer https = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loops)
                .secure(spec -> spec.sslContext(context))
                .handle((request, response) ->
                        response.header("Content-Type", "application/json").sendString(Mono.just("[]")))
                .bindNow();
        try {
            return fetch(spec("https://127.0.0.1:" + https.port() + "/", authorities, null, null, null), timers);
        } finally {
            https.disposeNow();
        }
    }

    private FetchResult fetch(String path, @Nullable String etag) {
        return Objects.requireNonNull(new HttpFetcher(loops, timers)
                .fetch(spec(url(path), null, null, null, null), etag)
                .block(Duration.ofSeconds(30)));
    }

    private FetchResult fetch(SourceSpec.Http spec, Scheduler clock) {
        return Objects.requireNonNull(
                new HttpFetcher(loops, clock).fetch(spec, null).block(Duration.ofSeconds(30)));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    private static SourceSpec.Http spec(
            String url,
            @Nullable Path authorities,
            @Nullable Path token,
            @Nullable String username,
            @Nullable Path password) {
        return new SourceSpec.Http(URI.create(url), Duration.ofMinutes(5), authorities, token, username, password);
    }

    private List<String> sent(String key) {
        return requests.stream()
                .filter(each -> each.getKey().equals(key))
                .map(Map.Entry::getValue)
                .toList();
    }
}
