package io.ehloscope.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.report.Why;
import io.ehloscope.result.PlanOrder;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.EveryFinding;
import io.ehloscope.scan.SampleAddresses;
import io.ehloscope.scan.SampleFailures;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import io.ehloscope.snapshot.ResultCompactor;
import io.ehloscope.web.Served;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Findings on the status page, on the pages of targets, and in {@code /api/v1/results}. */
class FindingsTest {

    private static final Pattern ROW =
            Pattern.compile("<th scope=\"row\"><a class=\"target\" href=\"[^\"]*\">([^<]*)</a>");
    private static final JsonMapper JSON = new JsonMapper();

    private final Served served = new Served();
    private final ScanResult scan = EveryFinding.scan();

    FindingsTest() {
        served.fleet.publish(scan);
    }

    @AfterEach
    void close() {
        served.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyFindingIsOnStatusPageOnTargetPageAndInApi(FindingKind kind) throws IOException, InterruptedException {
        List<TargetResult> having = having(kind);
        assertThat(having).as("the sample has " + kind).isNotEmpty();

        assertThat(rows("/?finding=" + kind.label())).containsExactlyElementsOf(ids(having));
        assertThat(ids(results("?finding=" + kind.label()))).containsExactlyInAnyOrderElementsOf(ids(having));
        for (TargetResult each : having) {
            String page = page("/targets/" + encoded(each.target().id()));
            for (Finding finding : each.findings()) {
                assertThat(page)
                        .contains("<b>" + finding.kind().label() + "</b>")
                        .contains("<span class=\"severity "
                                + finding.severity().label() + "\">"
                                + finding.severity().label() + "</span>")
                        .contains("<p>" + escaped(finding.sentence()) + "</p>");
                if (finding.subject() != null) {
                    assertThat(page).contains("<code>" + escaped(finding.subject()) + "</code>");
                }
            }
            assertThat(page("/")).contains("<p>" + escaped(Why.of(each)) + "</p>");
        }
    }

    @ParameterizedTest
    @EnumSource
    void statusPageLinksEveryFindingWithItsSeverity(FindingKind kind) throws IOException, InterruptedException {
        String page = page("/");
        for (Severity severity : Severity.values()) {
            List<TargetResult> having = scan.results().stream()
                    .filter(each -> each.findings().stream()
                            .anyMatch(finding -> finding.kind() == kind && finding.severity() == severity))
                    .toList();
            String url = "./?finding=" + kind.label() + "&severity=" + severity.label();
            String link = "<a href=\"" + url + "#targets\"><span class=\"count\">" + having.size() + "</span> <b>"
                    + kind.label() + "</b></a>";
            assertThat(page.contains(link)).as(link).isEqualTo(!having.isEmpty());
            assertThat(rows(url.substring(1))).hasSameSizeAs(having);
        }
        assertThat(page)
                .contains(escaped(Catalogue.load()
                        .findings()
                        .general(kind)
                        .meaning()
                        .split("[.:] ")[0]
                        .split("\\.$")[0]));
    }

    @ParameterizedTest
    @CsvSource({"critical", "warning", "info", "none"})
    void tileCountsTargetsByWorstFinding(String severity) throws IOException, InterruptedException {
        List<String> rows = rows("/?severity=" + severity);
        String page = page("/");

        assertThat(rows).isNotEmpty();
        assertThat(page)
                .contains("<li class=\"tile " + severity + "\"><a href=\"./?severity=" + severity
                        + "#targets\"><span class=\"count\">" + rows.size() + "</span>");
        assertThat(ids(results("?severity=" + severity))).containsExactlyInAnyOrderElementsOf(rows);
        for (String site : List.of("emea", "tls")) {
            String url = "/?site=" + site + "&severity=" + severity;
            int count = rows(url).size();
            assertThat(page.contains("<a href=\"." + url + "#targets\">" + count + "<"))
                    .as(url)
                    .isEqualTo(count > 0 && !severity.equals("none"));
        }
    }

    @Test
    void rowsAreInTheOrderOfEveryOutput() throws IOException, InterruptedException {
        assertThat(rows("/"))
                .containsExactlyElementsOf(ids(
                        scan.results().stream().sorted(PlanOrder.worstFirst()).toList()));
        assertThat(rows("/").get(scan.results().size() - 1)).isEqualTo("mail1.emea.example.com:25");
    }

    @Test
    void filterFormKeepsFindingAndSeverity() throws IOException, InterruptedException {
        assertThat(page("/?finding=certificate_untrusted&severity=info"))
                .contains("<option value=\"certificate_untrusted\" selected>")
                .contains("<option value=\"info\" selected>");
    }

    @Test
    void pagesOfTheTableKeepTheFilter() throws IOException, InterruptedException {
        List<TargetResult> many = new ArrayList<>(SampleResults.large(60).results());
        many.add(SampleVerdicts.partial());
        served.fleet.publish(SampleResults.of("inventory.yaml", many));

        assertThat(page("/?severity=none")).contains("href=\"./?severity=none&page=2#targets\"");
        assertThat(rows("/?severity=none&page=2")).hasSize(10);
    }

    @Test
    void everyAddressHasItsOwnEvidenceAndTheWorstIsFirst() throws IOException, InterruptedException {
        String page = page("/targets/three.apac.example.com%3A25");

        assertThat(page)
                .containsSubsequence(
                        "Address 198.51.100.33</h2>",
                        "<span class=\"badge unreachable\">",
                        "The server reset the connection.",
                        "Unknown: the dialogue ended at greeting, before a complete EHLO reply.",
                        "None: the dialogue did not get as far as TLS.",
                        "<td>the connection was reset</td>",
                        "<dt>connect</dt>",
                        "Address 198.51.100.32</h2>",
                        "<span class=\"badge partial\">",
                        "<code>XEXCH50</code>",
                        "<li><code>PIPELINING</code></li>",
                        "None: STARTTLS is not offered.",
                        "<td>250 PIPELINING</td>",
                        "Address 198.51.100.31</h2>",
                        "<span class=\"badge healthy\">healthy</span> No findings.",
                        "<li><code>XEXCH50</code></li>",
                        "<td>250 XEXCH50</td>");
        assertThat(page("/?q=198.51.100.32")).contains(">three.apac.example.com:25</a>");
        assertThat(rows("/?verb=XEXCH50")).contains("three.apac.example.com:25");
    }

    @Test
    void pageSaysWhyEvidenceIsMissing() throws IOException, InterruptedException {
        ResultCompactor compactor = new ResultCompactor();
        served.fleet.publish(SampleResults.of(
                "inventory.yaml",
                List.of(
                        compactor.apply(SampleVerdicts.healthyExchange()),
                        new ResultCompactor(0).apply(SampleVerdicts.partial()),
                        compactor.apply(SampleAddresses.disagreeing()),
                        SampleVerdicts.heloOnly(),
                        SampleFailures.timedOut(1),
                        SampleFailures.skipped())));

        assertThat(page("/targets/mail1.emea.example.com%3A25"))
                .contains("<p>No findings.</p>")
                .contains("<li>every verb that exchange-2003 requires is there</li>")
                .contains("Not kept: the service keeps the dialogues of targets with findings only.");
        assertThat(page("/targets/mail2.emea.example.com%3A25"))
                .contains("Not kept: the dialogues of this scan have more than the 25,165,824 characters");
        assertThat(page("/targets/three.apac.example.com%3A25"))
                .contains("<td>250 XEXCH50</td>")
                .doesNotContain("Not kept");
        assertThat(page("/targets/mail2.us.example.com%3A25")).contains("Unknown: the server refuses EHLO.");
        assertThat(page("/targets/"
                        + encoded(SampleFailures.timedOut(1).target().id())))
                .contains("Unknown: the dialogue ended at connect, before a complete EHLO reply.")
                .contains("None: the dialogue did not get as far as TLS.");
        assertThat(page("/targets/" + encoded(SampleFailures.skipped().target().id())))
                .contains("None: the target was not scanned.", "None: nothing was measured.");
    }

    @Test
    void exemptVerbIsShownAsExemptAndIsNoFinding() throws IOException, InterruptedException {
        String page = page("/targets/edge.us.example.com%3A25");

        assertThat(page)
                .contains("<p>No findings.</p>", "X-EXPS is missing, but exempt until 2027-01-31")
                .doesNotContain("Verbs that differ", "Also observed");
        assertThat(page.split("X-EXPS is missing", -1)).as("said once").hasSize(2);
        assertThat(page("/?q=edge.us")).contains("X-EXPS exempt until 2027-01-31");
    }

    @Test
    void reasonThatAFindingSaysIsNotRepeated() throws IOException, InterruptedException {
        TargetResult partial = SampleVerdicts.partial();

        assertThat(page("/targets/mail2.emea.example.com%3A25")
                        .split(escaped(partial.assessment().reasons().get(0)), -1))
                .hasSize(2);
        assertThat(partial.verdict()).isEqualTo(Verdict.PARTIAL);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        ?site=emea                                   | 5
        ?site=emea&verdict=healthy                   | 1
        ?verdict=INCONSISTENT                        | 2
        ?q=postfix&severity=critical                 | 5
        ?verb=xexch50                                | 3
        ?finding=certificate_untrusted&severity=info | 1
        ?severity=                                   | 26
        ?changed=1                                   | 0
        ?target=three.apac.example.com:25            | 1
        ?target=THREE.apac.example.com:25            | 1
        ?target=three.apac.example.com:25&site=emea  | 0
        """)
    void apiHasTheFiltersOfThePage(String query, int expected) throws IOException, InterruptedException {
        HttpResponse<String> answer = served.get("/api/v1/results" + query);
        JsonNode document = JSON.readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(document.get("results").size()).isEqualTo(expected);
        assertThat(document.get("scan").get("targets").intValue())
                .as("the scan is the whole one")
                .isEqualTo(scan.results().size());
        if (!query.contains("target=")) {
            assertThat(ids(results(query))).containsExactlyInAnyOrderElementsOf(rows("/" + query));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        ?colour=red             | unknown parameter \\"colour\\"; known: site, verdict, finding, severity, verb, q, changed, target
        ?page=2                 | unknown parameter \\"page\\"; known: site
        ?verdict=wrong          | unknown verdict \\"wrong\\"; known: healthy, partial
        ?finding=%1b[31m        | unknown finding \\"\\\\x1b[31m\\"; known: not_loaded, unreachable
        ?severity=fatal         | unknown severity \\"fatal\\"; known: critical, warning, info, none
        ?site=nowhere           | unknown site \\"nowhere\\"; known: emea, americas, apac, tls
        ?changed=yes            | unknown value of changed \\"yes\\"; known: 1
        """)
    void apiRejectsUnknownWords(String query, String sentence) throws IOException, InterruptedException {
        HttpResponse<String> answer = served.get("/api/v1/results" + query.replace("[", "%5B"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.body()).startsWith("{\"error\":\"" + sentence);
        assertThat(served.send("HEAD", "/api/v1/results" + query.replace("[", "%5B"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void unknownTargetIsNotFoundInApi() throws IOException, InterruptedException {
        HttpResponse<String> answer = served.get("/api/v1/results?target=three.apac.example.com:587");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"the last scan does not have the target \\\"three.apac.example.com:587\\\";"
                        + " similar: three.apac.example.com:25\"}\n");
    }

    private List<TargetResult> having(FindingKind kind) {
        return scan.results().stream()
                .filter(each -> each.findings().stream().anyMatch(finding -> finding.kind() == kind))
                .sorted(PlanOrder.worstFirst())
                .toList();
    }

    private static List<String> ids(List<TargetResult> results) {
        return results.stream().map(each -> each.target().id()).toList();
    }

    private static List<String> ids(JsonNode results) {
        List<String> ids = new ArrayList<>();
        results.forEach(each -> ids.add(each.get("target").stringValue()));
        return ids;
    }

    private JsonNode results(String query) throws IOException, InterruptedException {
        HttpResponse<String> answer = served.get("/api/v1/results" + query);
        assertThat(answer.statusCode()).as(query).isEqualTo(200);
        return JSON.readTree(answer.body()).get("results");
    }

    private String page(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = served.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body().replace("&#x3D;", "=").replace("&amp;", "&");
    }

    private List<String> rows(String path) throws IOException, InterruptedException {
        return ROW.matcher(page(path)).results().map(each -> each.group(1)).toList();
    }

    private static String escaped(String text) {
        return text.replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#x27;");
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
