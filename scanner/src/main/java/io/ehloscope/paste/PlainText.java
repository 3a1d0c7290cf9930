package io.ehloscope.paste;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reverses the changes that word processors, mail programs, and web pages make to a line: non-breaking blanks,
 * typographic dashes and quotes, zero-width characters, HTML entities and tags, terminal colors.
 */
final class PlainText {

    private static final Map<String, String> ENTITIES = Map.of(
            "lt", "<",
            "gt", ">",
            "amp", "&",
            "quot", "\"",
            "apos", "'",
            "nbsp", " ",
            "ndash", "-",
            "mdash", "-",
            "hyphen", "-");

    private static final Pattern ENTITY = Pattern.compile("&(#\\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-z]{2,6});");
    private static final Pattern CELL_END = Pattern.compile("(?i)</t[dh]>");
    private static final Pattern TAG = Pattern.compile(
            "(?i)</?(?:br|p|pre|code|tt|li|ul|ol|t[dhr]|tbody|table|div|span|font|samp|kbd|b|i|em|strong)"
                    + "\\b[^<>]{0,80}>");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;?]{0,20}[A-Za-z]");

    private PlainText() {}

    /** The line in plain characters, without trailing blanks. */
    static String of(String line) {
        String text = line;
        if (text.indexOf('\u001b') >= 0) {
            text = COLOUR.matcher(text).replaceAll("");
        }
        if (text.indexOf('<') >= 0) {
            text = TAG.matcher(CELL_END.matcher(text).replaceAll("\t")).replaceAll("");
        }
        if (text.indexOf('&') >= 0) {
            text = ENTITY.matcher(text)
                    .replaceAll(each -> Matcher.quoteReplacement(entity(each.group(1), each.group())));
        }
        return characters(text.replace("=3D", "=")).stripTrailing();
    }

    private static String entity(String name, String whole) {
        if (name.charAt(0) != '#') {
            return ENTITIES.getOrDefault(name, whole);
        }
        boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
        int code = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
        return code < ' ' ? " " : Character.toString(code);
    }

    private static String characters(String text) {
        if (text.chars().allMatch(c -> c < 0x7f)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().forEach(c -> append(plain, (char) c));
        return plain.toString();
    }

    private static void append(StringBuilder plain, char c) {
        if (Character.isSpaceChar(c)) {
            plain.append(' ');
        } else if (Character.getType(c) != Character.FORMAT) { // zero-width characters and direction marks
            plain.append(
                    switch (c) {
                        case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212', '\ufe63', '\uff0d' ->
                            '-';
                        case '\u2018', '\u2019', '\u201a', '\u2032' -> '\'';
                        case '\u201c', '\u201d', '\u201e', '\u2033', '\u00ab', '\u00bb' -> '"';
                        default -> c;
                    });
        }
    }
}
