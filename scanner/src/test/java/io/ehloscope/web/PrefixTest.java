package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.scan.SampleResults;
import io.ehloscope.web.http.WebLocation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages under a route prefix; follows each link as a browser does. */
class PrefixTest {

    private static final Pattern LINK = Pattern.compile("(?:href|action|src)=\"(?<to>[^\"]*)\"");
    private static final int MOST_PAGES = 400;

    @ParameterizedTest
    @ValueSource(strings = {"", "/mail/ehlo"})
    void everyLinkLeadsToAnExistingPageUnderThePrefix(String prefix) throws IOException, InterruptedException {
        try (Served served = new Served(new WebLocation(Served.LOOPBACK.addresses(), null, prefix, Set.of()))) {
            served.fleet.publish(SampleResults.large(60));
            Map<String, Integer> statuses = crawled(served, prefix + "/");
            HttpResponse<String> unknown = served.get(prefix + "/targets/hub00007");
            statuses.putAll(crawled(served, URI.create(prefix + "/targets/hub00007"), unknown.body()));

            assertThat(statuses).hasSizeGreaterThan(60).allSatisfy((url, status) -> {
                assertThat(url).startsWith(prefix + "/");
                // The stub of the service has no targets that it could probe.
                assertThat(status).as(url).isEqualTo(url.startsWith(prefix + "/probe?") ? 404 : 200);
            });
            assertThat(statuses.keySet())
                    .contains(prefix + "/metrics", prefix + "/config", prefix + "/-/ready", prefix + "/api/v1/results")
                    .anyMatch(url -> url.startsWith(prefix + "/targets/"))
                    .anyMatch(url -> url.startsWith(prefix + "/?site="))
                    .anyMatch(url -> url.startsWith(prefix + "/probe?target="))
                    .anyMatch(url -> url.startsWith(prefix + "/api/v1/results?target="))
                    .anyMatch(url -> url.startsWith(prefix + "/?severity="))
                    .anyMatch(url -> url.startsWith(prefix + "/?finding="))
                    .anyMatch(url -> url.startsWith(prefix + "/?page="));
        }
    }

    @Test
    void requestWithoutPrefixIsRedirected() throws IOException, InterruptedException {
        try (Served served = new Served(new WebLocation(Served.LOOPBACK.addresses(), null, "/ehlo", Set.of()))) {
            for (String path : Set.of("/", "/ehlo")) {
                HttpResponse<String> answer = served.get(path + "?site=emea");
                assertThat(answer.statusCode()).isEqualTo(302);
                assertThat(answer.headers().firstValue("Location")).contains("/ehlo/?site=emea");
            }
            HttpResponse<String> elsewhere = served.get("/metrics");
            assertThat(elsewhere.statusCode()).isEqualTo(404);
            assertThat(elsewhere.body()).isEqualTo("Not found; see /ehlo/ for what is available.\n");
            assertThat(served.get("/ehlo/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    /** A proxy maps its external path to the route prefix; the redirect must point to the external path. */
    @Test
    void redirectBehindProxyUsesExternalPath() throws IOException, InterruptedException {
        WebLocation location =
                WebLocation.of(Served.LOOPBACK.addresses(), "https://a.example/outside", "/inside", List.of());
        try (Served served = new Served(location)) {
            assertThat(served.get("/").headers().firstValue("Location")).contains("/outside/");
            assertThat(served.get("/inside/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void pageOfExternalUrlIsSameOrigin() throws IOException, InterruptedException {
        WebLocation location = WebLocation.of(Served.LOOPBACK.addresses(), "https://a.example/ehlo", "/", List.of());
        try (Served served = new Served(location)) {
            assertThat(posted(served, "https://a.example")).isEqualTo(202);
            assertThat(posted(served, "http://a.example")).isEqualTo(403);
            assertThat(posted(served, "https://b.example")).isEqualTo(403);
            assertThat(posted(served, "null")).isEqualTo(403);
            assertThat(posted(served, "http://127.0.0.1:" + served.port())).isEqualTo(202);
        }
    }

    private static int posted(Served served, String origin) throws IOException, InterruptedException {
        return served.send("POST", "/-/scan", "Origin", origin).statusCode();
    }

    private static Map<String, Integer> crawled(Served served, String first) throws IOException, InterruptedException {
        return crawled(served, URI.create(first), "<a href=\"" + first + "\">");
    }

    /** All paths that are reachable from a page, with the status of each. */
    private static Map<String, Integer> crawled(Served served, URI page, String body)
            throws IOException, InterruptedException {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        Deque<String> waiting = new ArrayDeque<>();
        collect(page, body, waiting);
        for (String next = waiting.poll(); next != null && statuses.size() < MOST_PAGES; next = waiting.poll()) {
            if (!statuses.containsKey(next)) {
                HttpResponse<String> answer = served.get(next);
                statuses.put(next, answer.statusCode());
                if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
                    collect(URI.create(next), answer.body(), waiting);
                }
            }
        }
        return statuses;
    }

    private static void collect(URI page, String body, Deque<String> waiting) {
        LINK.matcher(body)
                .results()
                .filter(link -> !link.group(1).startsWith("#"))
                .map(link -> link.group(1).replace("&#x3D;", "=").replace("&amp;", "&"))
                .map(link -> page.resolve(link.replaceFirst("#.*", "")).toString())
                .forEach(waiting::add);
    }
}
