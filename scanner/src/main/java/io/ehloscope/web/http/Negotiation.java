package io.ehloscope.web.http;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP content negotiation (RFC 9110 section 12.5). Never fails: malformed elements are ignored. */
public final class Negotiation {

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern WEIGHT = Pattern.compile(";\\s*q\\s*=\\s*([01](?:\\.[0-9]{0,3})?)\\s*(?:;|$)");

    private Negotiation() {}

    /** Whether this {@code Accept-Encoding} accepts gzip. */
    static boolean gzip(String acceptEncoding) {
        return weight(acceptEncoding, "gzip").orElse(weight(acceptEncoding, "*").orElse(0)) > 0;
    }

    /** The greatest weight of this value in the list, 0 to 1; empty if the list does not contain it. */
    public static OptionalDouble weight(String list, String value) {
        return COMMA.splitAsStream(list)
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .filter(each -> name(each).equals(value))
                .mapToDouble(Negotiation::weight)
                .max();
    }

    private static String name(String element) {
        int params = element.indexOf(';');
        return params < 0 ? element : element.substring(0, params).strip();
    }

    private static double weight(String element) {
        Matcher weight = WEIGHT.matcher(element);
        return weight.find() ? Double.parseDouble(weight.group(1)) : 1;
    }
}
