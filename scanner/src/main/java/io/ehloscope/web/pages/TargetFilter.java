package io.ehloscope.web.pages;

import io.ehloscope.web.http.RoutedRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which targets are asked for, and which page of them. What is empty does not matter; all that is set must hold.
 *
 * @param site a site's name
 * @param verdict a verdict's label
 * @param verb a verb that must be missing
 * @param text what must be found in the words of a target's line, whatever their case
 * @param changed whether only targets are meant that changed lately
 * @param page counted from 1
 */
record TargetFilter(String site, String verdict, String verb, String text, boolean changed, int page) {

    /** More characters of a value are not looked at. */
    private static final int MAX_CHARS = 200;

    private static final int MAX_DIGITS = 7;

    /** Those that changed. */
    static final TargetFilter CHANGED = new TargetFilter("", "", "", "", true, 1);

    /** What a query asks for; parameters that nobody knows, and pages that are no number, are passed over. */
    static TargetFilter of(RoutedRequest asked) {
        return new TargetFilter(
                cut(asked.parameter("site")),
                cut(asked.parameter("verdict")).toLowerCase(Locale.ROOT),
                cut(asked.parameter("verb")).toUpperCase(Locale.ROOT),
                cut(asked.parameter("q")),
                !asked.parameter("changed").isEmpty(),
                page(asked.parameter("page")));
    }

    /** Whether it leaves anything out. */
    boolean isSet() {
        return changed || !(site.isEmpty() && verdict.isEmpty() && verb.isEmpty() && text.isEmpty());
    }

    /** The same on another page. */
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

    /** The targets of a site and a verdict. */
    static TargetFilter of(String name, String label) {
        return new TargetFilter(name, label, "", "", false, 1);
    }

    /**
     * The address of the status page that shows them.
     *
     * @param home the status page, seen from the page that links to it
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

    /** A value as it may stand in a path or a query. */
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
