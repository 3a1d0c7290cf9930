package io.ehloscope.inventory;

import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a host name with ranges of numbers. */
final class RangeReader {

    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");
    private static final String LIKE = "like hub[01-40].example.com or mx[1,3,7-9].example.com";

    private RangeReader() {}

    /** The range; null if it is invalid, which is then among the problems. Its texts are not checked. */
    static HostPattern.@Nullable Range read(String host, Location location, Problems problems) {
        if (!host.chars().allMatch(c -> c < 0x80)) {
            problems.add(
                    location, problems.quoted(host) + " has a range and letters beyond ASCII", "use its xn-- form");
            return null;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        List<String> texts = new ArrayList<>();
        List<Numbers> numbers = new ArrayList<>();
        Matcher brackets = BRACKETS.matcher(name);
        int start = 0;
        while (brackets.find()) {
            Numbers each = numbers(brackets.group(1), location, problems);
            if (each == null) {
                return null;
            }
            texts.add(name.substring(start, brackets.start()));
            numbers.add(each);
            start = brackets.end();
        }
        texts.add(name.substring(start));
        if (texts.stream().anyMatch(text -> text.indexOf('[') >= 0 || text.indexOf(']') >= 0)) {
            problems.add(location, problems.quoted(host) + " has an unbalanced bracket", LIKE);
            return null;
        }
        return new HostPattern.Range(texts, numbers);
    }

    private static @Nullable Numbers numbers(String inside, Location location, Problems problems) {
        List<Numbers.Span> spans = new ArrayList<>();
        for (String part : inside.split(",", -1)) {
            Matcher span = SPAN.matcher(part);
            if (!span.matches()) {
                problems.add(location, problems.quoted("[" + inside + "]") + " is not a range of numbers", LIKE);
                return null;
            }
            String first = span.group(1);
            String last = span.group(2) == null ? first : span.group(2);
            String flaw = flaw(first, last);
            if (flaw != null) {
                problems.add(location, "range " + problems.quoted(part) + flaw, LIKE);
                return null;
            }
            spans.add(new Numbers.Span(Long.parseLong(first), Long.parseLong(last), width(first)));
        }
        return new Numbers(spans);
    }

    private static @Nullable String flaw(String first, String last) {
        if (Long.parseLong(first) > Long.parseLong(last)) {
            return " runs backwards";
        }
        boolean padded = width(first) > 0 || width(last) > 0;
        return padded && first.length() != last.length() ? " begins and ends with numbers of different width" : null;
    }

    private static int width(String digits) {
        return digits.length() > 1 && digits.charAt(0) == '0' ? digits.length() : 0;
    }
}
