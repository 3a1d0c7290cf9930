package io.ehloscope.web.pages;

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
 * @param verb a verb that is missing
 * @param text a text that the words of the target contain, ignoring case
 * @param changed whether the target must have changed recently
 * @param page the page number, from 1
 */
record TargetFilter(String site, String verdict, String verb, String text, boolean changed, int page) {

    /** Longer values are cut at this many characters. */
    private static final int MAX_CHARS = 200;

    private static final int MAX_DIGITS = 7;

    /** The targets that changed recently. */
    static final TargetFilter CHANGED = new TargetFilter("", "", "", "", true, 1);

    /** The filter of a request; ignores unknown parameters and page numbers that are not numbers. */
    static TargetFilter of(RoutedRequest routed) {
        return new TargetFilter(
                cut(routed.parameter("site")),
                cut(routed.parameter("verdict")).toLowerCase(Locale.ROOT),
                cut(routed.parameter("verb")).toUpperCase(Locale.ROOT),
                cut(routed.parameter("q")),
                !routed.parameter("changed").isEmpty(),
                page(routed.parameter("page")));
    }

    /** Whether any condition is set. */
    boolean isSet() {
        return changed || !(site.isEmpty() && verdict.isEmpty() && verb.isEmpty() && text.isEmpty());
    }

    /** This filter with another page number. */
    TargetFilter onPage(int other) {
        return new TargetFilter(site, verdict, verb, text, changed, other);
    }

    /** The targets of a verdict. */
    static TargetFilter ofVerdict(String label) {
        return new TargetFilter("", label, "", "", false, 1);
    }

    /** The targets of a site. */
    static TargetFilter ofSite(String name) {
        return new TargetFilter(name, "", "", "", false, 1);
    }

    /** The targets of a site that have a verdict. */
    static TargetFilter of(String name, String label) {
        return new TargetFilter(name, label, "", "", false, 1);
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
