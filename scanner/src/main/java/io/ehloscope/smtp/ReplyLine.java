package io.ehloscope.smtp;

/**
 * One line of a reply, without its line end (RFC 5321 section 4.2.1).
 *
 * @param raw the whole line as received
 * @param code the reply code, 100 to 599, or 0 if the line starts without one
 * @param separator what separates code and text
 */
public record ReplyLine(String raw, int code, Separator separator) {

    private static final int CODE_LENGTH = 3;

    /** What follows the reply code. */
    public enum Separator {
        /** A blank, or the end of the line: the last line of a reply. */
        FINAL,
        /** A hyphen: more lines follow. */
        CONTINUED,
        /** No separator between code and text. Old firewalls write {@code 220*****}, always as a last line. */
        MISSING,
        /** No code at all. */
        NO_CODE
    }

    /** Parses one line. Never fails: any other text is a line without a code. */
    public static ReplyLine parse(String raw) {
        int code = code(raw);
        if (code == 0) {
            return new ReplyLine(raw, 0, Separator.NO_CODE);
        }
        if (raw.length() == CODE_LENGTH) {
            return new ReplyLine(raw, code, Separator.FINAL);
        }
        Separator separator = switch (raw.charAt(CODE_LENGTH)) {
            case ' ' -> Separator.FINAL;
            case '-' -> Separator.CONTINUED;
            default -> Separator.MISSING;
        };
        return new ReplyLine(raw, code, separator);
    }

    /** The text after code and separator; the whole line if there is no code. Computed on each call, not kept. */
    public String text() {
        return switch (separator) {
            case NO_CODE -> raw;
            case MISSING -> raw.substring(CODE_LENGTH);
            case FINAL, CONTINUED -> raw.substring(Math.min(raw.length(), CODE_LENGTH + 1));
        };
    }

    /** Whether this line ends its reply. */
    public boolean isLast() {
        return separator == Separator.FINAL || separator == Separator.MISSING;
    }

    /** Whether the line has a code of the 2yz class (positive completion). */
    public boolean isPositive() {
        return code >= 200 && code < 300;
    }

    /**
     * Whether the text consists of asterisks and the characters that PIX leaves unchanged (KB 320027): 2, 0, and blanks.
     */
    public boolean isStarred() {
        boolean starred = false;
        for (int i = Math.min(raw.length(), CODE_LENGTH); i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '*' && c != '2' && c != '0' && c != ' ') {
                return false;
            }
            starred |= c == '*';
        }
        return starred;
    }

    private static int code(String raw) {
        if (raw.length() < 3 || !digit(raw, 0) || !digit(raw, 1) || !digit(raw, 2)) {
            return 0;
        }
        if (raw.length() > 3 && digit(raw, 3)) {
            return 0;
        }
        char first = raw.charAt(0);
        if (first < '1' || first > '5') {
            return 0;
        }
        return (first - '0') * 100 + (raw.charAt(1) - '0') * 10 + (raw.charAt(2) - '0');
    }

    private static boolean digit(String raw, int index) {
        char c = raw.charAt(index);
        return c >= '0' && c <= '9';
    }
}
