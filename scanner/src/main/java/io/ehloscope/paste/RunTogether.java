package io.ehloscope.paste;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replies whose lines a program or a page has joined into one line, with blanks or nothing between them. */
final class RunTogether {

    /** The beginning of the first line: of a list, or a greeting before it. */
    private static final Pattern FIRST =
            Pattern.compile("(?<![A-Za-z0-9])(?:250-|220[ -](?=[^\\r\\n]{0,200}(?i:\\b(?:E?SMTP|mail|service)\\b)))");

    /** A line of a list that is not the first: it follows the end of another line. */
    private static final Pattern JOINED = Pattern.compile("(?<=[^-.\\[(\"'<>])250-(?=" + ReplyGrammar.KNOWN_VERB + ")");

    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");

    /** The beginning of a line of a list; a host name can hold the same digits, after a hyphen or a dot. */
    private static final Pattern MORE = Pattern.compile("(?<=[^-.])250-(?=[A-Za-z0-9])");

    private static final Pattern LAST = Pattern.compile("(?<=[^-.])250 (?=[A-Za-z0-9])");

    /** A reply after the list. */
    private static final Pattern NEXT = Pattern.compile("(?<=\\s)(?:22[01]|354|421|[45][05]\\d)[ -](?=\\S)");

    private RunTogether() {}

    /** The lines; the text itself if it is one line. */
    static List<String> split(String text) {
        int first = text.contains("250-") ? first(text) : -1;
        if (first < 0) {
            return List.of(text);
        }
        List<Integer> starts = new ArrayList<>();
        Matcher more = MORE.matcher(text);
        int from = first + 3;
        while (from <= text.length() && more.find(from)) {
            starts.add(more.start());
            from = more.end();
        }
        Matcher last = LAST.matcher(text);
        if (last.find(from)) {
            starts.add(last.start());
            Matcher next = NEXT.matcher(text);
            for (int at = last.end(); next.find(at); at = next.end()) {
                starts.add(next.start());
            }
        }
        List<String> lines = new ArrayList<>();
        int at = 0;
        for (int start : starts) {
            lines.add(text.substring(at, start).stripTrailing());
            at = start;
        }
        withoutSeparator(lines);
        lines.add(Decoration.closed(text.substring(at).stripTrailing(), text.substring(0, first)));
        return lines;
    }

    /** Removes what all lines but the last end with, if it is no word: it separates the lines. */
    private static void withoutSeparator(List<String> lines) {
        String end = lines.get(0);
        for (String line : lines) {
            while (!line.endsWith(end)) {
                end = end.substring(1);
            }
        }
        while (!end.isEmpty() && Character.isLetterOrDigit(end.charAt(0))) {
            end = end.substring(1);
        }
        int length = lines.size() < 2 ? 0 : end.length();
        lines.replaceAll(line -> line.substring(0, line.length() - length).stripTrailing());
    }

    /** Where the first of several joined lines begins; -1 if the text is one line. */
    private static int first(String text) {
        Matcher first = FIRST.matcher(text);
        if (!first.find()) {
            return -1;
        }
        Matcher joined = JOINED.matcher(text);
        if (!joined.find(first.end())) {
            return -1;
        }
        int begin = first.end();
        int end = joined.start();
        boolean isText = LETTER.matcher(text).region(begin, end).find() && !Decoration.is(text, begin, end);
        return isText ? first.start() : -1;
    }
}
