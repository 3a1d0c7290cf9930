package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.TargetSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Requests for foreign hosts, of other origins, and above the rates, over real connections. */
@Timeout(60)
class HostCheckTest {

    private final Service service = new Service();
    private final Served served = new Served(service);

    /** Counts scans and reloads. */
    private static final class Service extends StubServiceApi {
        private final AtomicInteger scans = new AtomicInteger();
        private final AtomicInteger reloads = new AtomicInteger();
        private List<String> problems = List.of();

        @Override
        public Mono<List<String>> reload() {
            return Mono.fromSupplier(() -> {
                reloads.incrementAndGet();
                return problems;
            });
        }

        @Override
        public int scan(TargetSelector part) {
            scans.incrementAndGet();
            return 0;
        }

        @Override
        public String inventory() {
            return "secret: inventory";
        }

        @Override
        public Plan plan() {
            return Plan.of("", "scanner.example.org", List.of());
        }
    }

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void requestForForeignHostIsRefused() throws IOException {
        String evil = "evil.example:" + served.port();

        assertThat(answer("POST", "/-/scan", "Host: " + evil, "Origin: http://" + evil, "Content-Length: 0"))
                .startsWith("HTTP/1.1 421 ")
                .endsWith(
                        "\"evil.example\" is not a name of this server. If it is meant to be one, start the server with"
                                + " --web.allowed-host=evil.example or set --web.external-url.\n");
        assertThat(answer("GET", "/config", "Host: " + evil))
                .startsWith("HTTP/1.1 421 ")
                .doesNotContain("secret");
        assertThat(service.scans).hasValue(0);
        assertThat(served.program.scrape()).contains("ehlo_web_requests_refused_total{reason=\"host\"} 2.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/metrics", "/api/v1/results", "/api/v1/sd", "/targets/x", "/probe?target=x", "/nowhere"})
    void everyPageIsRefusedForForeignHost(String path) throws IOException {
        assertThat(answer("GET", path, "Host: evil.example")).startsWith("HTTP/1.1 421 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/-/healthy", "/-/healthy?x=1"})
    void healthChecksAnswerForAnyHost(String path) throws IOException {
        assertThat(answer("GET", path, "Host: balancer.example")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void ehloNameIsAllowedHost() throws IOException {
        assertThat(answer("GET", "/config", "Host: scanner.example.org:19025")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        X: y
        Host: localhost & Host: localhost
        Host: localhost & Host: evil.example
        Host:
        Host: a b
        Host: localhost, evil.example
        """)
    void requestNeedsExactlyOneHost(String headers) throws IOException {
        for (String path : List.of("/config", "/-/healthy")) {
            assertThat(answer("GET", path, headers.split(" & ", -1))).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void tooManyScanRequestsAreRefused() throws Exception {
        List<Integer> statuses = statuses("/-/scan");
        assertThat(statuses.subList(0, 2)).containsExactly(202, 202);
        assertThat(statuses.subList(2, statuses.size())).containsOnly(429);
        assertThat(service.scans).hasValue(2);
        HttpResponse<String> refused = served.send("POST", "/-/scan");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElse("")))
                .isBetween(1, 10);
        assertThat(served.program.scrape()).contains("ehlo_web_requests_refused_total{reason=\"rate\"}");
    }

    @Test
    void tooManyReloadRequestsAreRefused() throws Exception {
        List<Integer> statuses = statuses("/-/reload");
        assertThat(statuses.subList(0, 3)).containsExactly(200, 200, 200);
        assertThat(statuses.subList(3, statuses.size())).containsOnly(429);
        assertThat(service.reloads).hasValue(3);
    }

    @Test
    void crossOriginRequestsDoNotUseTheBudget() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(served.send("POST", "/-/scan", "Origin", "http://evil.example")
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(served.send("POST", "/-/scan").statusCode()).isEqualTo(202);
    }

    @Test
    void problemsInResponseAreBoundedInNumberAndLength() throws Exception {
        service.problems =
                IntStream.range(0, 5_000).mapToObj(i -> i + "x".repeat(5_000)).toList();
        HttpResponse<String> answer = served.send("POST", "/-/reload");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body().lines()).hasSize(101).last().isEqualTo("… and 4900 more");
        assertThat(answer.body().length()).isLessThan(102_000);
    }

    private List<Integer> statuses(String path) throws Exception {
        int[] statuses = new int[8];
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = served.send("POST", path).statusCode();
        }
        return IntStream.of(statuses).boxed().toList();
    }

    /** The whole response to a request with headers that Java's own client does not send. */
    private String answer(String method, String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), served.port())) {
            socket.setSoTimeout(20_000);
            String request = method + " " + path + " HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers)
                    + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
