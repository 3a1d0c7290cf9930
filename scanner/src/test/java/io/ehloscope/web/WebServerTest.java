package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.metrics.FixedScan;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Target;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.result.ScanResult;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.exposition.MetricsFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints of {@link WebServer}. */
class WebServerTest {

    /** A path for each kind of response. */
    private static final List<String> ALL_KINDS = List.of(
            "/", "/targets/no:25", "/metrics", "/api/v1/results", "/config", "/-/healthy", "/-/ready", "/nothing");

    private final Served served = new Served();

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void metricsAreTextByDefault() throws IOException, InterruptedException {
        served.fleet.publish(FixedScan.completed(PerTarget.ALL));
        HttpResponse<String> response = served.get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
        assertThat(response.body())
                .contains("ehlo_scan_targets 11.0\n")
                .contains("# TYPE ehlo_target_info gauge\n")
                .contains("Köln")
                .contains("ehlo_scan_in_progress 0.0\n");
    }

    @Test
    void metricsAreOpenMetricsOnRequest() throws IOException, InterruptedException {
        served.fleet.publish(FixedScan.completed(PerTarget.ALL));
        HttpResponse<String> response =
                served.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(response.body())
                .contains("# TYPE ehlo_target info\n")
                .contains("# TYPE ehlo_build info\n")
                .endsWith("# EOF\n");
    }

    @Test
    void resultsLeaveOutTargetsThatHaveNoneYet() throws IOException, InterruptedException {
        ScanResult scan = FixedScan.completed(PerTarget.ALL);
        Target known = scan.plan().targets().get(0);
        Target added =
                new Target("new:25", "new", 25, Target.Kind.NAME, known.site(), known.labels(), known.settings());
        served.fleet.publish(Snapshot.first(scan, scan.plan()).under(scan.plan().with(List.of(added))));

        HttpResponse<String> response = served.get("/api/v1/results");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(known.id()).doesNotContain("new:25");
    }

    @Test
    void metricsAreCompressedOnRequest() throws IOException, InterruptedException {
        served.fleet.publish(FixedScan.completed(PerTarget.ALL));
        HttpResponse<byte[]> response = served.bytes("/metrics", "Accept-Encoding", "gzip");
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream compressed = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(compressed.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("ehlo_scan_targets 11.0\n");
        }
    }

    @ParameterizedTest
    @EnumSource(MetricsFormat.class)
    void metricsContainProgramAndFleetSeriesWithEachFamilyOnce(MetricsFormat format)
            throws IOException, InterruptedException {
        served.fleet.publish(FixedScan.completed(PerTarget.ALL));
        List<String> lines = served.get("/metrics", "Accept", format.contentType())
                .body()
                .lines()
                .toList();
        served.program.getPrometheusRegistry().register(served.fleet);
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        served.program.scrape(together, format.contentType());

        assertThat(lines)
                .containsExactlyInAnyOrderElementsOf(
                        together.toString(StandardCharsets.UTF_8).lines().toList());
        assertThat(lines.stream().filter(each -> each.startsWith("# TYPE "))).doesNotHaveDuplicates();
        assertThat(String.join("\n", lines) + "\n").endsWith(format.end());
    }

    @Test
    void programSeriesAreCurrentInEveryScrape() throws IOException, InterruptedException {
        served.fleet.publish(FixedScan.completed(PerTarget.ALL));
        assertThat(served.get("/metrics").body()).contains("ehlo_probe_attempts_total 0.0\n");
        served.meters.dialogueStarted();
        assertThat(served.get("/metrics").body()).contains("ehlo_probe_attempts_total 1.0\n");
        assertThat(served.get("/metrics", "Accept", MetricsFormat.OPENMETRICS.contentType())
                        .body())
                .contains("ehlo_dialogues_in_flight 1.0\n");
    }

    @Test
    void metricsHaveNoFleetSeriesBeforeFirstScan() throws IOException, InterruptedException {
        assertThat(served.get("/metrics").body()).contains("ehlo_build_info").doesNotContain("ehlo_fleet");
    }

    @Test
    void serverIsHealthyFromTheStart() throws IOException, InterruptedException {
        assertThat(served.get("/-/healthy").statusCode()).isEqualTo(200);
    }

    @Test
    void serverIsReadyOnceAScanHasEnded() throws IOException, InterruptedException {
        HttpResponse<String> before = served.get("/-/ready");
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.body()).isEqualTo("no scan has ended yet\n");
        served.fleet.publish(FixedScan.completed(PerTarget.OFF));
        assertThat(served.get("/-/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void statusPageShowsResultOfLastScan() throws IOException, InterruptedException {
        assertThat(served.get("/").body()).contains("No scan has ended yet");
        served.fleet.publish(FixedScan.completed(PerTarget.OFF));
        HttpResponse<String> response = served.get("/?any=query");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(response.body())
                .contains("<h1>10 of 11 targets with findings</h1>")
                .contains("<time datetime=\"2026-03-01T12:00:12.500Z\">")
                .contains("These results are old: a scan is due every")
                .contains("Ehloscope 1.2.3&lt;b&gt; ")
                .doesNotContain("1.2.3<b>")
                .doesNotContain("No scan has ended yet");
    }

    @Test
    void resultsEqualJsonReport() throws IOException, InterruptedException {
        assertThat(served.get("/api/v1/results").statusCode()).isEqualTo(503);
        ScanResult scan = FixedScan.completed(PerTarget.OFF);
        served.fleet.publish(scan);
        StringWriter written = new StringWriter();
        ReportFormat.JSON.write(scan, written, Style.PLAIN);

        HttpResponse<String> response = served.get("/api/v1/results");

        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(response.body()).isEqualTo(written.toString());
    }

    @ParameterizedTest
    @FieldSource("ALL_KINDS")
    void everyResponseHasSecurityHeaders(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = served.get(path);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none';")
                .contains("frame-ancestors 'none'");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/metrics/",
                "//",
                "/targets",
                "/targets/",
                "/targets/a/b",
                "/%2e%2e/etc/passwd",
                "/<script>"
            })
    void unknownPathIsNotFound(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = served.get(path.replace("<", "%3C").replace(">", "%3E"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(response.body()).isEqualTo("Not found; see / for what is available.\n");
    }

    @ParameterizedTest
    @CsvSource({"POST,/metrics", "PUT,/", "DELETE,/-/healthy", "OPTIONS,/-/ready"})
    void otherMethodIsNotAllowed(String method, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = served.send(method, path);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @FieldSource("ALL_KINDS")
    void headIsAnsweredLikeGetWithoutBody(String path) throws IOException, InterruptedException {
        served.fleet.publish(FixedScan.completed(PerTarget.ALL));
        HttpResponse<String> get = served.get(path);
        HttpResponse<String> head = served.send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void concurrentScrapesAllGetTheWholeFleet() {
        served.fleet.publish(FixedScan.completed(PerTarget.ALL));
        List<CompletableFuture<HttpResponse<String>>> scrapes =
                IntStream.range(0, 8).mapToObj(i -> served.begin("/metrics")).toList();
        assertThat(scrapes).allSatisfy(each -> {
            assertThat(each.join().statusCode()).isEqualTo(200);
            assertThat(each.join().body()).contains("ehlo_scan_targets 11.0\n");
        });
    }
}
