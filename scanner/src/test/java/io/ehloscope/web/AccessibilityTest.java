package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.report.HostileResults;
import io.ehloscope.report.Inline;
import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.EveryFinding;
import io.ehloscope.scan.SampleResults;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accessibility of the pages for screen readers, keyboards and users with low vision. */
class AccessibilityTest {

    private static final String STYLE = Inline.load(
                    "/io/ehloscope/report/page.css", "/io/ehloscope/web/pages/pages.css")
            .text();

    /** WCAG 2.2, success criterion 1.4.3, for text of any size. */
    private static final double LEAST_CONTRAST = 4.5;

    private final Served served = new Served();

    @AfterEach
    void close() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?changed=1", "/?page=2", "/targets/hub00007.emea.example.com%3A25", "/targets/hub"})
    void pageHasLabelsAndHeadingOrder(String path) throws IOException, InterruptedException {
        served.fleet.publish(SampleResults.large(60));
        served.fleet.publish(SampleResults.large(70));
        assertNamedAndOrdered(served.get(path).body());
    }

    @Test
    void pagesOfFindingsHaveLabelsAndHeadingOrder() throws IOException, InterruptedException {
        assertNamedAndOrdered(served.get("/").body());
        for (ScanResult scan : List.of(HostileResults.scan(), EveryFinding.scan())) {
            served.fleet.publish(scan);
            assertPagesOfTargets();
        }
    }

    private void assertPagesOfTargets() throws IOException, InterruptedException {
        assertNamedAndOrdered(served.get("/").body());
        for (String link :
                found(served.get("/").body(), "<th scope=\"row\"><a class=\"target\" href=\"\\./([^\"]*)\"")) {
            assertNamedAndOrdered(served.get("/" + link).body());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void textMeetsContrastMinimum(int scheme) {
        Map<String, String> colours = new HashMap<>();
        // The style sheets of the report and of the pages, each with a light and a dark scheme.
        List<String> schemes = found(STYLE, ":root \\{([^}]*)}");
        (scheme == 0
                        ? List.of(schemes.get(0), schemes.get(3))
                        : List.of(schemes.get(0), schemes.get(1), schemes.get(3), schemes.get(4)))
                .forEach(each -> Pattern.compile("--(\\w+): (#[0-9a-f]{6})")
                        .matcher(each)
                        .results()
                        .forEach(colour -> colours.put(colour.group(1), colour.group(2))));
        for (String text : List.of("ink", "soft", "link")) {
            for (String behind : List.of("paper", "panel")) {
                assertContrast(colours, text, behind);
            }
        }
        for (String severity : List.of("critical", "warning", "info")) {
            assertContrast(colours, "paper", severity);
        }
    }

    private static void assertContrast(Map<String, String> colours, String text, String behind) {
        assertThat(contrast(colours.get(text), colours.get(behind)))
                .as(text + " on " + behind + " of " + colours)
                .isGreaterThan(LEAST_CONTRAST);
    }

    private static void assertNamedAndOrdered(String page) {
        assertThat(page).contains("<html lang=\"en\">", "<header", "<main id=\"main\"", "<footer>", "href=\"#main\"");
        List<Integer> levels =
                found(page, "<h([1-6])").stream().map(Integer::valueOf).toList();
        assertThat(levels).startsWith(1).containsOnlyOnce(1);
        IntStream.range(1, levels.size())
                .forEach(i -> assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1));

        List<String> ids = found(page, " id=\"([^\"]*)\"");
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids).containsAll(found(page, "aria-labelledby=\"([^\"]*)\""));

        Set<String> labelled = new HashSet<>(found(page, "<label[^>]*>[^<]*<(?:input|select)[^>]*name=\"([^\"]*)\""));
        labelled.addAll(found(page, "<label[^>]*><input[^>]*name=\"([^\"]*)\"[^>]*>[^<]+</label>"));
        assertThat(labelled).containsAll(found(page, "<(?:input|select)[^>]*name=\"([^\"]*)\""));

        assertThat(found(page, "(<th(?![^>]*scope=)[^e][^>]*>)"))
                .as("headers without a scope")
                .isEmpty();
        assertThat(found(page, "(<a [^>]*>\\s*</a>)"))
                .as("links without a text")
                .isEmpty();
    }

    private static List<String> found(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map((MatchResult each) -> each.group(1))
                .toList();
    }

    private static double contrast(String one, String other) {
        double light = Math.max(luminance(one), luminance(other));
        double dark = Math.min(luminance(one), luminance(other));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(String colour) {
        return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);
    }

    private static double channel(String colour, int at) {
        double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
