package io.ehloscope.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.drift.Change;
import io.ehloscope.history.HistoryChange;
import io.ehloscope.history.HistoryScan;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.report.HostileResults;
import io.ehloscope.report.Inline;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.Raw;
import io.ehloscope.web.Served;
import io.ehloscope.web.StubHistory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** The HTML pages over HTTP. */
class PagesTest {

    private static final Pattern ROW = Pattern.compile("<th scope=\"row\"><a class=\"target\" href=\"([^\"]*)\">");

    private static final Inline SCRIPT = Inline.load("/io/ehloscope/web/pages/live.js");

    private final Served served = new Served();

    @AfterEach
    void close() {
        served.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        /                                  | 11
        /?verdict=partial                  | 1
        /?verdict=PARTIAL                  | 1
        /?verdict=nonsense                 | 0
        /?site=emea                        | 5
        /?site=emea&verdict=healthy        | 1
        /?severity=critical                | 4
        /?severity=WARNING                 | 5
        /?severity=info                    | 0
        /?severity=none                    | 2
        /?severity=nonsense                | 0
        /?finding=verb_missing             | 2
        /?finding=VERB_FORBIDDEN           | 1
        /?finding=verb_missing&site=apac   | 0
        /?finding=exemption_ended&severity=info     | 1
        /?finding=exemption_ended&severity=critical | 0
        /?q=POSTFIX                        | 2
        /?q=no+such+words                  | 0
        /?q=%3Cscript%3E                   | 0
        /?changed=1                        | 0
        /?page=99                          | 11
        /?page=minus                       | 11
        """)
    void queryFiltersTable(String url, int rows) throws IOException, InterruptedException {
        publish(sample());

        assertThat(rows(url)).hasSize(rows);
    }

    @Test
    void malformedQueryIsRejected() throws IOException, InterruptedException {
        String answer = Raw.get(served.port(), "/?q=100%");

        assertThat(answer).contains(" 400 ", "written %25");
    }

    @Test
    void verbFilterFindsTargetsThatMissIt() throws IOException, InterruptedException {
        publish(sample());

        assertThat(get("/").body()).contains("<option value=\"XEXCH50\">");
        assertThat(rows("/?verb=xexch50"))
                .isNotEmpty()
                .allSatisfy(url -> assertThat(get(url).body())
                        .contains("<code>XEXCH50</code>")
                        .contains("Passes the Exchange properties of a message"));
    }

    @Test
    void everyRowLinksToPageOfItsTarget() throws IOException, InterruptedException {
        ScanResult scan = sample();
        publish(scan);
        List<String> urls = rows("/");

        assertThat(urls).hasSameSizeAs(scan.results());
        for (String url : urls) {
            HttpResponse<String> page = get(url);
            assertThat(page.statusCode()).as(url).isEqualTo(200);
            assertThat(page.body())
                    .contains("<h2 id=\"findings\">Findings</h2>")
                    .endsWith("</html>\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2001:db8::1]:25", "a+b.example.com:25", "100%.example.com:587", "ü.example:25"})
    void linkOfNameWithSpecialCharactersWorks(String host) throws IOException, InterruptedException {
        String name = host.substring(0, host.lastIndexOf(':')).replace("[", "").replace("]", "");
        int port = Integer.parseInt(host.substring(host.lastIndexOf(':') + 1));
        TargetResult one = healthy(name, port);
        publish(SampleResults.of("inventory.yaml", List.of(one)));

        String url = rows("/").get(0);

        assertThat(url).matches("/targets/[\\w.%*-]+");
        assertThat(get(url).body())
                .contains("<h1 class=\"host\">" + one.target().id() + "</h1>");
    }

    @Test
    void unknownTargetIsNotFoundAndSimilarOnesAreNamed() throws IOException, InterruptedException {
        assertThat(get("/targets/hub:25").body()).contains("No scan has ended yet");
        publish(SampleResults.large(30));

        HttpResponse<String> page = get("/targets/hub00007.emea.example.com:587");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).contains("Did you mean").contains(">hub00007.emea.example.com:25</a>");
        assertThat(get("/targets/%3Cb%3E%1b").body()).contains("<code>&lt;b&gt;\\x1b</code>");
    }

    @Test
    void largeFleetIsPagedWithEachTargetOnce() throws IOException, InterruptedException {
        publish(SampleResults.large(10_000));
        String first = get("/").body().replace("&#x3D;", "=");

        assertThat(first).contains("1 to 50 of 10,001 targets").hasSizeLessThan(100_000);
        assertThat(rows("/")).hasSize(50);
        assertThat(rows("/?page=2")).hasSize(50).doesNotContainAnyElementsOf(rows("/"));
        assertThat(rows("/?page=201")).hasSize(1);
        assertThat(first).contains("rel=\"next\" href=\"./?page=2#targets\"").doesNotContain("rel=\"prev\"");
        assertThat(get("/?q=hub000&page=2").body().replace("&#x3D;", "=")).contains("href=\"./?q=hub000#targets\"");
    }

    @Test
    void changesAreOnBothPages() throws IOException, InterruptedException {
        publish(SampleResults.of("inventory.yaml", List.of(healthy("a.example", 25), healthy("b.example", 25))));
        publish(SampleResults.of("inventory.yaml", List.of(healthy("a.example", 25), healthy("c.example", 25))));

        String status = get("/").body();

        assertThat(status)
                .contains("2 targets changed since the previous scan", "Compared with the scan of 2026")
                .contains("new in this scan: healthy");
        assertThat(status)
                .contains("<span class=\"target\">b.example:25</span>")
                .contains("changed only");
        assertThat(rows("/?changed=1")).containsExactly("/targets/c.example%3A25");
        assertThat(get("/targets/c.example%3A25").body()).contains("<li>new in this scan: healthy</li>");
        assertThat(get("/targets/a.example%3A25").body()).contains("Nothing since the scan of");
    }

    @Test
    void changesWithHistoryAreThoseSinceYesterday() throws IOException, InterruptedException {
        StubHistory history = new StubHistory();
        Instant dayBefore = Instant.now().minus(Duration.ofHours(26));
        history.base.set(
                Mono.just(new HistoryScan(1, "scanner.test", true, dayBefore, dayBefore, Duration.ofSeconds(1), 2, 0)));
        history.changes.set(Stream.of("a.example:25", "gone.example:25")
                .map(id -> new HistoryStore.Row(
                        2,
                        new HistoryChange(
                                id,
                                "emea",
                                Instant.now(),
                                new Change(Change.Kind.VERDICT, "verdict", "masked", "healthy"))))
                .toList());
        try (Served served = new Served(history.operations())) {
            served.fleet.publish(
                    SampleResults.of("inventory.yaml", List.of(healthy("a.example", 25), healthy("b.example", 25))));

            assertThat(served.get("/").body())
                    .contains("2 targets changed since yesterday", "verdict masked -&gt; healthy", "changed only")
                    .contains("<span class=\"target\">gone.example:25</span>");
            assertThat(served.get("/?changed=1").body())
                    .contains("<a class=\"target\" href=\"./targets/a.example%3A25\">")
                    .doesNotContain("b.example");
        }
    }

    @Test
    void textFromServerIsEscaped() throws IOException, InterruptedException {
        publish(HostileResults.scan());

        assertHarmless(get("/").body());
        assertHarmless(get("/?site=%3Ci%3Esite%3C%2Fi%3E&q=%22%3E%3Cscript%3E").body());
        for (String url : rows("/")) {
            assertHarmless(get(url).body());
        }
    }

    @Test
    void unchangedPageIsNotModified() throws IOException, InterruptedException {
        publish(sample());
        for (String url : List.of("/?site=emea", rows("/").get(0))) {
            String tag = get(url).headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> again = served.get(url, "If-None-Match", tag);

            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().firstValue("Content-Security-Policy")).isPresent();
        }
        String before = get("/").headers().firstValue("ETag").orElseThrow();
        publish(SampleResults.large(3));
        HttpResponse<String> other = served.get("/", "If-None-Match", before);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).contains("<h1>1 of 4 targets with findings</h1>");
    }

    @Test
    void pageIsCompressedOnRequest() throws IOException, InterruptedException {
        publish(SampleResults.large(60));
        HttpResponse<byte[]> compressed = served.bytes("/", "Accept-Encoding", "gzip");

        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(compressed.headers().firstValue("Vary")).contains("accept-encoding");
        assertThat(compressed.body().length).isLessThan(get("/").body().length() / 3);
        try (InputStream page = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(get("/").body());
        }
    }

    @Test
    void policyAllowsOnlyInlineStyleAndScript() throws IOException, InterruptedException {
        publish(sample());
        HttpResponse<String> page = get("/");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .matches("default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; script-src 'sha256-[A-Za-z0-9+/=]+';"
                        + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
                .contains(SCRIPT.source());
        assertThat(page.body()).doesNotContain("src=").doesNotContain("http://").doesNotContain("https://");
    }

    /** The only script is the page's own, unchanged. */
    private static void assertHarmless(String page) {
        assertThat(page.replace("<script>" + SCRIPT.text() + "</script>", ""))
                .isNotEqualTo(page)
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("<i>")
                .endsWith("</html>\n");
        assertThat(page.chars().filter(c -> c < ' ' && c != '\n').count()).isZero();
        assertThat(page).doesNotContain("\u202e").doesNotContain("\u2028");
    }

    /** A scan with every verdict except skipped, because interrupted scans are not published. */
    private static ScanResult sample() {
        return SampleResults.of(
                "inventory/fleet.yaml",
                SampleResults.scan().results().stream()
                        .filter(each -> each.attempts() > 0)
                        .toList());
    }

    private static TargetResult healthy(String host, int port) {
        TargetResult some = SampleResults.large(1).results().get(1);
        return SampleFindings.result(
                SampleResults.target(host, port, "emea", Map.of()),
                some.outcome(),
                some.assessment(),
                some.attempts(),
                some.startedAt(),
                some.duration());
    }

    private void publish(ScanResult scan) {
        assertThat(scan.summary().outcome()).isEqualTo(ScanSummary.Outcome.COMPLETED);
        served.fleet.publish(scan);
        Snapshot shown = served.fleet.snapshot();
        assertThat(shown).isNotNull();
        assertThat(shown.scan()).isSameAs(scan);
    }

    /** The path of a link on the status page. */
    private static String resolved(String link) {
        return URI.create("/").resolve(link).toString();
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return served.get(url);
    }

    private List<String> rows(String url) throws IOException, InterruptedException {
        Matcher rows = ROW.matcher(get(url).body());
        return rows.results().map(each -> resolved(each.group(1))).toList();
    }
}
