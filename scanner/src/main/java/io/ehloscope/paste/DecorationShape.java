package io.ehloscope.paste;

import java.util.Set;

/** The shape of decoration: constant text unchanged; numbers, identifiers, dates, and blanks without their values. */
final class DecorationShape {

    private static final Set<String> NAMES_OF_DATES = Set.of(
            "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
            "Sep", "Oct", "Nov", "Dec", "AM", "PM");

    /** The length from which on a word of the letters a to f is a hexadecimal number. */
    private static final int HEX = 6;

    private DecorationShape() {}

    /** The shape of a text before a line. */
    static String of(String before) {
        StringBuilder shape = new StringBuilder();
        for (int at = 0; at < before.length(); ) {
            char c = before.charAt(at);
            int end = at + 1;
            if (isWord(c)) {
                while (end < before.length() && isWord(before.charAt(end))) {
                    end++;
                }
                shape.append(word(before.substring(at, end)));
            } else if (Character.isWhitespace(c)) {
                while (end < before.length() && Character.isWhitespace(before.charAt(end))) {
                    end++;
                }
                shape.append(' ');
            } else {
                shape.append(c);
            }
            at = end;
        }
        return shape.toString();
    }

    private static String word(String word) {
        boolean isHex = word.length() >= HEX;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= '0' && c <= '9') {
                return "0";
            }
            isHex &= (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        }
        return isHex ? "0" : NAMES_OF_DATES.contains(word) ? "D" : word;
    }

    private static boolean isWord(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
