package io.ehloscope.runtime;

import io.ehloscope.text.Printable;

/**
 * Writes a field of a log line as {@code key="value"}, which every logfmt parser can read. The value is untrusted, such
 * as a name from a DNS server: a quote, a backslash and every character that could end the line, start another field or
 * control a terminal is escaped as in JSON, so that a parser restores the exact value.
 */
final class Logfmt {

    private static final String HEX = "0123456789abcdef";

    private Logfmt() {}

    /** Appends the field, after a space unless the line is empty. */
    static void field(StringBuilder line, String key, String value) {
        if (!line.isEmpty()) {
            line.append(' ');
        }
        appendKey(line, key);
        line.append("=\"");
        value.codePoints().forEach(c -> append(line, c));
        line.append('"');
    }

    /** A key is not quoted, so every character that is not allowed in it becomes an underscore. */
    private static void appendKey(StringBuilder line, String key) {
        if (key.isEmpty()) {
            line.append('_');
        }
        key.codePoints().forEach(c -> line.append(isOfKey(c) ? (char) c : '_'));
    }

    private static boolean isOfKey(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_.-".indexOf(c) >= 0;
    }

    private static void append(StringBuilder line, int c) {
        switch (c) {
            case '"' -> line.append("\\\"");
            case '\\' -> line.append("\\\\");
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (Printable.isSafe(c)) {
                    line.appendCodePoint(c);
                } else {
                    for (char unit : Character.toChars(c)) {
                        appendUnit(line, unit);
                    }
                }
            }
        }
    }

    /** Appends one UTF-16 code unit as a JSON escape. */
    private static void appendUnit(StringBuilder line, char unit) {
        line.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            line.append(HEX.charAt(unit >> shift & 0xf));
        }
    }
}
