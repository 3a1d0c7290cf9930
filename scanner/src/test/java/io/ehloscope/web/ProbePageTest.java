package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.inventory.InventoryReader;
import io.ehloscope.inventory.ListedSource;
import io.ehloscope.inventory.SourceDocument;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.yaml.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** {@code /probe}, {@code /config} and {@code /api/v1/sd}, with a stub fleet. */
@Timeout(60)
class ProbePageTest {

    private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";

    private final Fleet fleet = new Fleet();

    @Test
    void probeReturnsSeriesOfTarget() throws IOException, InterruptedException {
        try (Served served = new Served(fleet)) {
            TargetResult first = fleet.scan.results().get(0);

            HttpResponse<String> answer =
                    served.get("/probe?target=" + first.target().id() + "&profile=postfix");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .get()
                    .asString()
                    .startsWith("text/plain");
            assertThat(answer.body()).contains("probe_success ", "ehlo_target_verdict{");
            assertThat(fleet.probes).containsExactly(first.target().id() + " PT2M");
            assertThat(fleet.profiles).containsExactly("postfix");
        }
    }

    @Test
    void configReturnsUnchangedInventoryAsText() throws IOException, InterruptedException {
        try (Served served = new Served(fleet)) {
            HttpResponse<String> answer = served.get("/config");

            assertThat(answer.body()).isEqualTo(fleet.inventory());
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void debugReturnsDialogueAndSeries() throws IOException, InterruptedException {
        try (Served served = new Served(fleet)) {
            String body = served.get("/probe?debug=true&target="
                            + fleet.scan.results().get(0).target().id())
                    .body();

            assertThat(body).contains(" < 220", " > EHLO", "probe_success ");
        }
    }

    @ParameterizedTest
    @CsvSource({"10, PT9.5S", "0.2, PT0.1S", "1e9, PT1M59.5S", "0.55, PT0.1S", "2.25, PT1.75S"})
    void probeTimeoutIsScrapeTimeoutLessHalfASecond(String header, String patience)
            throws IOException, InterruptedException {
        try (Served served = new Served(fleet)) {
            String target = fleet.scan.results().get(0).target().id();
            assertThat(served.get("/probe?target=" + target, TIMEOUT, header).statusCode())
                    .isEqualTo(200);
            assertThat(fleet.probes).containsExactly(target + " " + patience);
        }
    }

    @Test
    void invalidProbeRequestsAreRejected() throws IOException, InterruptedException {
        try (Served served = new Served(fleet)) {
            String good =
                    "/probe?target=" + fleet.scan.results().get(0).target().id();
            assertThat(served.get("/probe").statusCode()).isEqualTo(400);
            assertThat(served.get("/probe?target=stranger.example").statusCode())
                    .isEqualTo(404);
            for (String header : List.of("soon", "-1", "0", "NaN")) {
                assertThat(served.get(good, TIMEOUT, header).statusCode())
                        .as(header)
                        .isEqualTo(400);
            }
            assertThat(served.get("/metrics").body().lines())
                    .contains(
                            "ehlo_probe_requests_total{outcome=\"bad_request\"} 5.0",
                            "ehlo_probe_requests_total{outcome=\"unknown_target\"} 1.0",
                            "ehlo_probe_request_seconds_count 0");
            assertThat(served.send("POST", good).statusCode()).isEqualTo(405);
            assertThat(served.send("HEAD", good).statusCode()).isEqualTo(405);
        }
        assertThat(fleet.probes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "module=smtp | unknown parameter \"module\"; known: target, profile, debug; instead of a module, choose a profile",
                "profil=auto | unknown parameter \"profil\"; known: target, profile, debug",
                "Target=x    | unknown parameter \"Target\"; known: target, profile, debug",
                "debug=1     | debug is true or false, not \"1\""
            })
    void unknownParametersAreRejected(String parameter, String sentence) throws IOException, InterruptedException {
        try (Served served = new Served(fleet)) {
            String good =
                    "/probe?target=" + fleet.scan.results().get(0).target().id();
            HttpResponse<String> answer = served.get(good + "&" + parameter);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains(sentence);
        }
        assertThat(fleet.probes).isEmpty();
    }

    @Test
    void seventeenthConcurrentProbeIsRejected() throws Exception {
        Fleet slow = new Fleet();
        slow.end = Sinks.empty();
        try (Served served = new Served(slow)) {
            String path = "/probe?target=" + slow.scan.results().get(0).target().id();
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < 17; i++) {
                waiting.add(served.begin(path));
            }
            HttpResponse<?> refused =
                    (HttpResponse<?>) CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new))
                            .get();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");

            slow.end.tryEmitEmpty();
            assertThat(waiting.stream().map(each -> each.join().statusCode()))
                    .containsOnlyOnce(503)
                    .contains(200);
            assertThat(served.get(path).statusCode()).isEqualTo(200);
            assertThat(served.get("/metrics").body().lines())
                    .contains(
                            "ehlo_probe_requests_total{outcome=\"busy\"} 1.0",
                            "ehlo_probe_requests_total{outcome=\"probed\"} 17.0",
                            "ehlo_probe_request_seconds_count 17");
        }
    }

    @Test
    void serviceDiscoveryListsFleet() throws IOException, InterruptedException {
        try (Served served = new Served(fleet)) {
            HttpResponse<String> answer = served.get("/api/v1/sd");

            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
            assertThat(answer.body()).startsWith("[{\"targets\":[\"").endsWith("}]");
            for (Target each : fleet.scan.plan().targets()) {
                assertThat(answer.body())
                        .contains("{\"targets\":[\"" + each.id() + "\"],\"labels\":{\"__meta_ehloscope_site\":\""
                                + each.site() + "\",\"__meta_ehloscope_profile\":\"");
                each.labels()
                        .forEach((name, value) -> assertThat(answer.body())
                                .contains("\"__meta_ehloscope_label_" + name + "\":\"" + value + "\""));
            }
        }
    }

    @Test
    void serviceDiscoveryIsASourceOfTheSameFleet() throws IOException, InterruptedException {
        try (Served served = new Served(fleet)) {
            String inventory = "version: 1\nehlo_name: s.example.com\n"
                    + "sites: [{name: other, servers: [{http_sd: {url: 'http://h/'}}]}]";
            ListedSource source = new InventoryReader(Catalogue.load().profiles(), () -> "s.example.com")
                    .read("fleet.yml", new ByteArrayInputStream(inventory.getBytes(StandardCharsets.UTF_8)))
                    .sources()
                    .get(0);
            Problems problems = new Problems("sd");

            List<Target> read = source.read(
                            List.of(new SourceDocument(
                                    "sd", served.get("/api/v1/sd").body(), SourceDocument.Form.JSON)),
                            problems)
                    .targets();

            assertThat(problems.list()).isEmpty();
            List<Target> expected = fleet.scan.plan().targets().stream()
                    .filter(each -> each.kind() != Target.Kind.MX)
                    .toList();
            assertThat(read)
                    .extracting(Target::id)
                    .isEqualTo(expected.stream().map(Target::id).toList());
            assertThat(read)
                    .extracting(Target::site)
                    .isEqualTo(expected.stream().map(Target::site).toList());
            assertThat(read)
                    .extracting(Target::labels)
                    .isEqualTo(expected.stream().map(Target::labels).toList());
            assertThat(read)
                    .extracting(each -> each.settings().profile())
                    .isEqualTo(expected.stream()
                            .map(each -> each.settings().profile())
                            .toList());
        }
    }

    /** Returns prepared results and records the probes. */
    private static final class Fleet extends StubServiceApi {
        private final ScanResult scan = SampleResults.scan();
        private final List<String> probes = new CopyOnWriteArrayList<>();
        private final List<String> profiles = new CopyOnWriteArrayList<>();
        private Sinks.@Nullable Empty<Void> end;

        @Override
        public String inventory() {
            return "# of the whole fleet: Köln\nsites: [{name: \"<b>\"}]\n";
        }

        @Override
        public Plan plan() {
            return scan.plan();
        }

        @Override
        public @Nullable Target target(String name, String profile) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("which?");
            }
            profiles.add(profile);
            return scan.plan().targets().stream()
                    .filter(each -> each.id().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Mono<TargetResult> probe(Target target, Duration patience) {
            probes.add(target.id() + " " + patience);
            TargetResult result = scan.results().stream()
                    .filter(each -> each.target().equals(target))
                    .findFirst()
                    .orElseThrow();
            Mono<TargetResult> found = Mono.just(result);
            return end == null ? found : end.asMono().then(found);
        }
    }
}
