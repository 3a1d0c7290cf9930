package io.ehloscope.web.pages;

import io.ehloscope.classify.Finding;
import io.ehloscope.classify.Severity;
import io.ehloscope.result.TargetResult;
import io.ehloscope.web.http.RoutedRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The filter and page number of the target table. A target matches if it meets all conditions that are set; empty
 * strings set none.
 *
 * @param site the name of the site
 * @param verdict the label of the verdict
 * @param finding the label of a finding that the target has
 * @param severity the label of a severity, or {@link #NO_FINDING}: of the worst finding or, together with {@code
 *     finding}, of that finding
 * @param verb a verb that is missing
 * @param text a text that the words of the target contain, ignoring case
 * @param changed whether the target must have changed recently
 * @param page the page number, from 1
 */
record TargetFilter(
        String site,
        String verdict,
        String finding,
        String severity,
        String verb,
        String text,
        boolean changed,
        int page) {

    /** The value of {@code severity} for the targets that have no finding. */
    static final String NO_FINDING = "none";

    /** No condition. */
    static final TargetFilter ALL = new TargetFilter("", "", "", "", "", "", false, 1);

    /** The targets that changed recently. */
    static final TargetFilter CHANGED = new TargetFilter("", "", "", "", "", "", true, 1);

    /** Longer values are cut at this many characters. */
    private static final int MAX_CHARS = 200;

    private static final int MAX_DIGITS = 7;

    /** The filter of a request; ignores unknown parameters and page numbers that are not numbers. */
    static TargetFilter of(RoutedRequest routed) {
        return new TargetFilter(
                cut(routed.parameter("site")),
                cut(routed.parameter("verdict")).toLowerCase(Locale.ROOT),
                cut(routed.parameter("finding")).toLowerCase(Locale.ROOT),
                cut(routed.parameter("severity")).toLowerCase(Locale.ROOT),
                cut(routed.parameter("verb")).toUpperCase(Locale.ROOT),
                cut(routed.parameter("q")),
                !routed.parameter("changed").isEmpty(),
                page(routed.parameter("page")));
    }

    /** Whether any condition is set. */
    boolean isSet() {
        return !equals(ALL.onPage(page));
    }

    /** This filter with another page number. */
    TargetFilter onPage(int other) {
        return new TargetFilter(site, verdict, finding, severity, verb, text, changed, other);
    }

    /** This filter for a site. */
    TargetFilter withSite(String name) {
        return new TargetFilter(name, verdict, finding, severity, verb, text, changed, page);
    }

    /** This filter for a verdict. */
    TargetFilter withVerdict(String label) {
        return new TargetFilter(site, label, finding, severity, verb, text, changed, page);
    }

    /** This filter for a finding. */
    TargetFilter withFinding(String label) {
        return new TargetFilter(site, verdict, label, severity, verb, text, changed, page);
    }

    /** This filter for a severity. */
    TargetFilter withSeverity(String label) {
        return new TargetFilter(site, verdict, finding, label, verb, text, changed, page);
    }

    /** Whether a target has the finding and the severity of this filter. */
    boolean matchesFindings(TargetResult result) {
        if (finding.isEmpty()) {
            return severity.isEmpty() || severity.equals(worst(result));
        }
        for (Finding each : result.findings()) {
            if (finding.equals(each.kind().label())
                    && (severity.isEmpty() || severity.equals(each.severity().label()))) {
                return true;
            }
        }
        return false;
    }

    private static String worst(TargetResult result) {
        Severity worst = result.worst();
        return worst == null ? NO_FINDING : worst.label();
    }

    /**
     * The relative URL of the status page with this filter.
     *
     * @param home the relative URL of the status page from the page that contains the link
     */
    String url(String home) {
        List<String> parts = new ArrayList<>();
        add(parts, "site", site);
        add(parts, "verdict", verdict);
        add(parts, "finding", finding);
        add(parts, "severity", severity);
        add(parts, "verb", verb);
        add(parts, "q", text);
        add(parts, "changed", changed ? "1" : "");
        add(parts, "page", page > 1 ? Integer.toString(page) : "");
        return parts.isEmpty() ? home : home + "?" + String.join("&", parts);
    }

    private static void add(List<String> parts, String key, String value) {
        if (!value.isEmpty()) {
            parts.add(key + "=" + encoded(value));
        }
    }

    /** A value percent-encoded for a path or a query. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String cut(String value) {
        return value.length() <= MAX_CHARS ? value : value.substring(0, MAX_CHARS);
    }

    private static int page(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Math.max(1, Integer.parseInt(text)) : 1;
    }
}
