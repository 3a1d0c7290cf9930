package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.report.Inline;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleDialogue;
import io.ehloscope.scan.SampleResults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser, with a server in the fleet that sends markup, which must be escaped. */
class BrowserIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final int PATIENCE_SECONDS = 120;

    /** Each script would change the title, which the dumped page contains. */
    private static final String MARKUP = "</title><script>document.title='owned'</script>"
            + "<img src=x onerror=\"document.title='owned'\"><svg onload=document.title='owned'>"
            + "\"><style>*{display:none}</style><a href=\"javascript:document.title='owned'\">x</a></pre></table>";

    @TempDir
    private Path folder;

    @Test
    void markupFromServerDoesNotRunInBrowser() throws IOException, InterruptedException {
        try (Served served = new Served()) {
            served.fleet.publish(SampleResults.of(
                    "fleet<script>.yaml",
                    List.of(hostile(), SampleResults.large(1).results().get(1))));

            for (String path : List.of("/", "/?q=%22%3E%3Cscript%3Edocument.title%3D%27owned%27%3C/script%3E")) {
                assertHarmless(dumped(served, path))
                        .contains("<title>1 of 2 targets with findings · Ehloscope</title>");
            }
            assertHarmless(dumped(served, "/targets/evil.example%3A25"))
                    .contains("<title>evil.example:25 · refused · Ehloscope</title>")
                    .contains("&lt;script&gt;document.title='owned'&lt;/script&gt;")
                    .contains("<h3>Dialogue</h3>");
        }
    }

    @Test
    void openStatusPageUpdatesItselfAfterNextScan() throws IOException, InterruptedException {
        StubHistory history = new StubHistory();
        try (Served served = new Served(history.operations())) {
            served.fleet.publish(SampleResults.large(1));
            // Each rendering of the page takes the scan and queries the history; the first one publishes another scan
            // then.
            AtomicInteger renderings = new AtomicInteger();
            history.onQuery.set(() -> {
                if (renderings.incrementAndGet() == 1) {
                    served.fleet.publish(SampleResults.large(3));
                }
            });

            String page = dumped(served, "/", "--virtual-time-budget=15000");

            assertThat(renderings).hasValueGreaterThanOrEqualTo(2);
            assertThat(page)
                    .contains(
                            "<h1>1 of 4 targets with findings</h1>",
                            "<title>1 of 4 targets with findings · Ehloscope</title>")
                    .contains("hub00002.apac.example.com:25")
                    .containsPattern("<span role=\"status\">Updated at [^<]*: 1 of 4 targets with findings</span>")
                    .contains("<button type=\"button\">Pause</button>");
        }
    }

    private static AbstractStringAssert<?> assertHarmless(String page) {
        String script =
                "<script>" + Inline.load("/io/ehloscope/web/pages/live.js").text() + "</script>";
        return assertThat(page.replace(script, ""))
                .isNotEqualTo(page)
                .contains("<footer>")
                .doesNotContain("<title>owned")
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("<svg onload")
                .doesNotContain("<a href=\"javascript");
    }

    private static TargetResult hostile() {
        SampleDialogue dialogue =
                new SampleDialogue().connect("192.0.2.66", 25, 1_000).greeting(2_000, "554-" + MARKUP, "554 " + MARKUP);
        return SampleResults.failed(
                SampleResults.target("evil.example", 25, "<b>site</b>", Map.of("note", MARKUP)),
                Verdict.REFUSED,
                new Failure(Stage.GREETING, Reason.REJECTED_PERMANENTLY, MARKUP, 554, null),
                dialogue.observation(),
                1);
    }

    /** The DOM of the page after its scripts have run. */
    private String dumped(Served served, String path, String... options) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not installed");
        Path page = folder.resolve("page.html");
        List<String> command = new ArrayList<>(List.of(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom"));
        command.addAll(List.of(options));
        command.add("http://127.0.0.1:" + served.port() + path);
        Process browser = new ProcessBuilder(command)
                .redirectOutput(page.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            browser.destroyForcibly();
        }
        return Files.readString(page, StandardCharsets.UTF_8);
    }
}
