package io.ehloscope.text;

/**
 * Escapes text from untrusted sources so that it is safe to show in a terminal, a log line, or a label. Control,
 * format, private-use, and unassigned characters, line and paragraph separators, and lone surrogates become {@code
 * \xHH} or {@code \}{@code uHHHH}. A backslash is doubled, so that an escape differs from the same characters sent by a
 * server.
 */
public final class Printable {

    private Printable() {}

    /** The text; if it has more than this many characters, only these and an ellipsis. Nothing is escaped. */
    public static String cut(String text, int atMost) {
        return text.length() <= atMost ? text : text.substring(0, atMost) + "…";
    }

    /** The text with every character that could do something other than be read made visible. */
    public static String escape(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    /** {@link #escape(String)} of at most this many characters; an ellipsis marks a cut. */
    public static String escape(String text, int atMost) {
        return text.length() <= atMost ? escape(text) : escape(text.substring(0, atMost)) + "…";
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder out, int c) {
        if (c == '\\') {
            out.append("\\\\");
        } else if (isSafe(c)) {
            out.appendCodePoint(c);
        } else if (c < 0x100) {
            out.append(String.format("\\x%02x", c));
        } else {
            out.append(String.format("\\u%04x", c));
        }
    }

    /** Whether a code point can be shown unescaped: it neither controls a terminal nor breaks or reorders a line. */
    public static boolean isSafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
