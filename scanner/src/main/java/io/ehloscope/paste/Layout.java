package io.ehloscope.paste;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the reply lines of a paste begin, inferred from all its rows. A reply line begins at a reply code with a
 * separator. What is before it is decoration if it is of a known kind, or if it has the same shape on several rows of
 * which one can only be a reply. A number is no code if it is a column: if reply lines follow it on other rows.
 */
final class Layout {

    private static final int MAX_PLACES = 8;

    /** A code with its separator, or a code in brackets, which has none. */
    private static final Pattern PLACE = Pattern.compile("(?<![A-Za-z0-9._+])(?<![A-Za-z0-9]-)" + ReplyGrammar.LINE
            + "|(?<![A-Za-z0-9])[\\[(]" + ReplyGrammar.CODE + "[\\])]:?\\s+(?=\\S)");

    private static final Pattern HELLO = Pattern.compile("(?i)(?<![\\w/.-])(?:EHLO|HELO)\\s");

    /** An enhanced status code, which only a reply code has after it. */
    private static final Pattern STATUS = Pattern.compile("\\s[245]\\.\\d{1,3}\\.\\d{1,3}\\s");

    /** A line that can only be one of a reply, whatever is before it. */
    private static final Pattern STRONG =
            Pattern.compile("250-" + ReplyGrammar.KNOWN_VERB + ".*|250-\\S+ (?i:hello|greets|at your service)\\b.*"
                    + "|220[ -]\\S.*(?i:\\bE?SMTP\\b|\\bmail service\\b).*");

    private static final Pattern LABEL_END =
            Pattern.compile(".*[:>=|\\])][ \t]*|.*[:=,(\\[|>][ \t]*[\"'\\[(]|.*\\w[ \t]+[\"']");

    /** The beginning of a sentence that quotes a line. */
    private static final Pattern IN_PROSE = Pattern.compile(".*[A-Za-z]{2}[ \t]+\"");

    private static final String DELIMITERS = ",;|\t\"'\\]})";

    /**
     * A row, and its reply line.
     *
     * @param row the row
     * @param at where the reply line begins; -1 if the row has none
     * @param reply the reply line, without decoration on both sides; null if the row has none
     */
    record Read(PastedRow row, int at, @Nullable String reply) {}

    /** A place in a row where a reply line may begin. */
    private record Place(int at, String shape, boolean isKnown, boolean isBracketed, char separator) {}

    /** A row with all its places. */
    private record Places(PastedRow row, List<Place> all) {}

    /** What the rows with one shape of decoration have in common. */
    private static final class Shape {
        private int rows;
        private boolean isProven;
        private boolean hasBye;
        private boolean hasOther;
        private int columns;
        private int ends;
        private @Nullable String end;
        private int fields = Integer.MAX_VALUE;
    }

    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> clients = new HashSet<>();

    private Layout() {}

    /** Finds the reply lines of these rows. */
    static List<Read> read(List<PastedRow> rows) {
        Layout layout = new Layout();
        List<Places> all = rows.stream().map(Layout::places).toList();
        all.forEach(layout::count);
        all.forEach(layout::findColumns);
        all.forEach(layout::findEnd);
        return all.stream().map(layout::reading).toList();
    }

    private Read reading(Places places) {
        PastedRow row = places.row();
        Place place = chosen(places);
        if (place == null) {
            return new Read(row, -1, null);
        }
        String before = row.text().substring(0, place.at);
        String text = row.text().substring(place.at);
        Shape shape = shape(place);
        boolean isRegular = shape.ends > 2;
        if (isRegular && shape.end != null && text.endsWith(shape.end)) {
            text = text.substring(0, text.length() - shape.end.length());
        } else if (isRegular) {
            text = withoutFields(text, delimiter(before), shape.fields);
        }
        return new Read(row, place.at, Decoration.closed(field(text, before), before, !isRegular));
    }

    /** What is counted of the shape of a place. */
    private Shape shape(Place place) {
        return shapes.computeIfAbsent(place.shape, none -> new Shape());
    }

    private void count(Places places) {
        Matcher hello = HELLO.matcher(places.row().text());
        if (places.row().origin() == PastedRow.Origin.LINE && hello.find()) {
            clients.add(DecorationShape.of(places.row().text().substring(0, hello.start())));
        }
        for (Place place : places.all()) {
            Shape shape = shape(place);
            shape.rows++;
            boolean isBye = places.row().text().startsWith("221", place.at);
            shape.hasBye |= isBye;
            shape.hasOther |= !isBye;
            shape.isProven |=
                    place.separator == '-' || isStrong(places.row(), place) || (shape.hasBye && shape.hasOther);
        }
    }

    /** Finds numbers that are columns: a row has a reply line or a greeting command after them. */
    private void findColumns(Places places) {
        List<Place> all = places.all();
        for (int i = 0; i < all.size(); i++) {
            Place place = all.get(i);
            String gap = gap(places.row().text(), place, all.subList(i + 1, all.size()));
            String key = key(places.row(), place);
            numbers.merge(key, 1, Integer::sum);
            if (gap != null) {
                shape(place).columns++;
                if (gap.length() > 1) { // more than the blank between a code and its text
                    columns.merge(key, 1, Integer::sum);
                }
            }
        }
    }

    /** The decoration between a number and the reply line or greeting command after it; null if there is none. */
    private @Nullable String gap(String text, Place place, List<Place> later) {
        int from = place.isBracketed ? text.indexOf(' ', place.at) : place.at + 3;
        boolean hasStatus =
                from >= 0 && STATUS.matcher(text).region(from, text.length()).lookingAt();
        if (from < 0 || hasStatus || (place.separator != ' ' && !place.isBracketed)) {
            return null;
        }
        int end = Decoration.end(text, from);
        String between = text.substring(from, end);
        if (Decoration.hasMark(between)
                && HELLO.matcher(text).region(end, text.length()).lookingAt()) {
            return between;
        }
        for (Place each : later) {
            String gap = text.substring(from, each.at);
            boolean isDecoration = Decoration.is(text, from, each.at) || (each.separator == '-' && isRegular(each));
            boolean isSameCode = text.startsWith(text.substring(place.at, place.at + 3), each.at);
            boolean isDoubled = isSameCode && gap.length() == 1 && each.separator != '-';
            if (isDecoration && !isDoubled) {
                return gap;
            }
        }
        return null;
    }

    /** Finds the end that all rows of a shape have in common. */
    private void findEnd(Places places) {
        PastedRow row = places.row();
        Place place = chosen(places);
        if (place == null || !row.isEnded()) {
            return;
        }
        Shape shape = shape(place);
        String text = row.text().substring(Math.min(place.at + 4, row.text().length()));
        shape.ends++;
        shape.end = shape.end == null ? text : commonEnd(shape.end, text);
        char delimiter = delimiter(row.text().substring(0, place.at));
        shape.fields = Math.min(
                shape.fields, (int) text.chars().filter(c -> c == delimiter).count());
    }

    private static String commonEnd(String one, String other) {
        int length = 0;
        while (length < one.length()
                && length < other.length()
                && one.charAt(one.length() - 1 - length) == other.charAt(other.length() - 1 - length)) {
            length++;
        }
        int from = one.length() - length;
        while (from < one.length() && DELIMITERS.indexOf(one.charAt(from)) < 0) {
            from++;
        }
        return one.substring(from);
    }

    /** The delimiter of columns right before a line; a blank if there is none. */
    private static char delimiter(String before) {
        char last = before.isEmpty() ? ' ' : before.charAt(before.length() - 1);
        return last == ',' || last == ';' || last == '\t' ? last : ' ';
    }

    /** The text without the columns after it, which all rows have. */
    private static String withoutFields(String text, char delimiter, int fields) {
        int end = text.length();
        for (int i = 0; i < fields && delimiter != ' '; i++) {
            int at = text.lastIndexOf(delimiter, end - 1);
            if (at < 0) {
                return text;
            }
            end = at;
        }
        return text.substring(0, end);
    }

    /** The text up to the end of its quoted column, if it is in one. */
    private static String field(String text, String before) {
        if (!before.endsWith("\"")) {
            return text;
        }
        char delimiter = delimiter(before.substring(0, before.length() - 1));
        boolean isProse = delimiter == ' ' && IN_PROSE.matcher(before).matches();
        int end = delimiter == ' ' && !isProse ? -1 : text.indexOf("\"" + delimiter);
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private @Nullable Place chosen(Places places) {
        for (Place place : places.all()) {
            if (!isColumn(places.row(), place) && isTrusted(places.row(), place)) {
                return place;
            }
        }
        return null;
    }

    private boolean isColumn(PastedRow row, Place place) {
        Shape shape = shape(place);
        boolean mostly = shape != null && shape.columns > 0 && shape.columns * 2 >= shape.rows;
        String key = key(row, place);
        boolean isNumber = columns.getOrDefault(key, 0) * 3 >= numbers.getOrDefault(key, 0) && columns.containsKey(key);
        return (place.separator == ' ' || place.isBracketed) && (mostly || isNumber);
    }

    private static String key(PastedRow row, Place place) {
        return row.text().substring(place.at, place.at + 3) + place.shape.strip();
    }

    private boolean isTrusted(PastedRow row, Place place) {
        if (place.isKnown) {
            return true;
        }
        if (isRegular(place) || place.separator == '\n') {
            return isRegular(place);
        }
        boolean isStrong = row.origin() == PastedRow.Origin.PACKED || isStrong(row, place);
        return isStrong && LABEL_END.matcher(row.text().substring(0, place.at)).matches();
    }

    private static boolean isStrong(PastedRow row, Place place) {
        return STRONG.matcher(row.text()).region(place.at, row.text().length()).matches();
    }

    private boolean isRegular(Place place) {
        Shape shape = shape(place);
        return shape != null && ((shape.rows > 1 && shape.isProven) || clients.contains(place.shape));
    }

    private static Places places(PastedRow row) {
        List<Place> all = new ArrayList<>();
        String text = row.text();
        Matcher place = PLACE.matcher(text);
        while (row.origin() != PastedRow.Origin.NOTE && all.size() < MAX_PLACES && place.find()) {
            boolean isBracketed = !Character.isDigit(text.charAt(place.start()));
            int code = place.start() + (isBracketed ? 1 : 0);
            String shape = DecorationShape.of(text.substring(0, place.start()));
            char separator = isBracketed ? ']' : separator(text, code + 3);
            all.add(new Place(place.start(), shape, Decoration.is(text, 0, place.start()), isBracketed, separator));
        }
        return new Places(row, all);
    }

    private static char separator(String text, int at) {
        return at < text.length() ? text.charAt(at) : '\n';
    }
}
