package io.ehloscope.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Measures text in terminal columns: combining marks take none, East Asian and emoji characters two (after Unicode
 * Standard Annex 11; the JDK has no such table, and terminals differ at the edges). Expects text without control
 * characters.
 */
public final class DisplayWidth {

    private static final Set<UnicodeScript> WIDE = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HANGUL,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.YI);

    private DisplayWidth() {}

    /** The number of columns that the text takes. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The text padded with trailing blanks to this many columns. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** The text in lines of at most this many columns, broken at blanks where possible. Returns at least one line. */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        for (int fits = fitting(rest, columns); fits < rest.length(); fits = fitting(rest, columns)) {
            int blank = rest.lastIndexOf(' ', fits);
            int end = blank > 0 ? blank : fits;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /** The number of leading chars that fit, with each combining mark kept with its base; at least one character. */
    private static int fitting(String text, int columns) {
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            used += of(c);
            if (used > columns && i > 0) {
                return i;
            }
            i += Character.charCount(c);
        }
        return i;
    }

    private static int of(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        if (c < 0x1100 || isHalfwidth(c)) {
            return false;
        }
        return WIDE.contains(UnicodeScript.of(c))
                || (c >= 0x2e80 && c <= 0x303e) // punctuation and symbols between the scripts
                || (c >= 0xfe30 && c <= 0xfe6f) // vertical and small forms
                || (c >= 0xff00 && c <= 0xffe6) // fullwidth forms
                || (c >= 0x1f000 && c <= 0x1faff); // emoji and other pictures
    }

    private static boolean isHalfwidth(int c) {
        return c >= 0xff61 && c <= 0xffdc;
    }
}
