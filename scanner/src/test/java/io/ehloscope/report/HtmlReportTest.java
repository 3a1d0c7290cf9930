package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {

    @ParameterizedTest
    @MethodSource("io.ehloscope.report.Scans#all")
    void pageHasNoScriptAndNoExternalResource(ScanResult scan) throws IOException {
        String page = written(scan);
        assertThat(Pattern.compile("<(script|img|link|iframe|object|embed|form|base)\\b")
                        .matcher(page)
                        .find())
                .isFalse();
        assertThat(Pattern.compile("<[a-z][^>]*\\s(src|on[a-z]+|style|href=\"(?!#))\\s*=")
                        .matcher(page)
                        .find())
                .isFalse();
        assertThat(page).doesNotContain("url(", "@import");
    }

    @Test
    void policyAllowsOnlyItsOwnStyleSheet() throws IOException, GeneralSecurityException {
        String page = written(SampleResults.scan());
        Matcher style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(page);
        assertThat(style.find()).isTrue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(unescaped(page))
                .contains("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(hash) + "'");
    }

    @Test
    void serverTextIsEscaped() throws IOException {
        String page = written(HostileResults.scan());
        assertThat(page).doesNotContain("<script", "<i>site", "<b>.yaml").contains("&lt;script&gt;alert(1)");
        assertThat(unescaped(page)).contains("\\x1b[2J\\x1b[31mowned");
        assertThat(page.codePoints())
                .noneMatch(c -> c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
    }

    @Test
    void everyTargetIsListedAndEveryFindingExplained() throws IOException {
        String page = unescaped(written(SampleResults.scan()));
        for (TargetResult result : SampleResults.scan().results()) {
            assertThat(page).contains("<tr><th scope=\"row\">" + result.target().id() + "</th>");
            if (result.hasFinding()) {
                assertThat(page)
                        .contains("<span class=\"target\">" + result.target().id() + "</span>");
            }
            result.findings().forEach(each -> assertThat(page).contains(each.sentence()));
        }
    }

    @Test
    void segmentsFillTheBar() throws IOException {
        Matcher parts = Pattern.compile("<rect class=\"\\w+\" x=\"(\\d+)\" y=\"0\" width=\"(\\d+)\"")
                .matcher(written(SampleResults.scan()));
        int end = 0;
        while (parts.find()) {
            assertThat(Integer.parseInt(parts.group(1))).isEqualTo(end);
            end += Integer.parseInt(parts.group(2));
        }
        assertThat(end).isEqualTo(1_000);
    }

    private static String unescaped(String page) {
        return page.replace("&#x27;", "'").replace("&#x3D;", "=").replace("&amp;", "&");
    }

    private static String written(ScanResult scan) throws IOException {
        StringWriter out = new StringWriter();
        ReportFormat.HTML.write(scan, out, Style.PLAIN);
        return out.toString();
    }
}
