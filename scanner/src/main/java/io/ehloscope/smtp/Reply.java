package io.ehloscope.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A complete reply: its lines in wire order and spelling. The code of the last line counts.
 *
 * @param lines at least one
 */
public record Reply(List<ReplyLine> lines) {

    private static final Pattern ENHANCED = Pattern.compile("^([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?=\\s|$)");

    /** Copies the lines; rejects an empty list. */
    public Reply {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
    }

    /** The reply code: that of the last line that has one, 0 if none has. */
    public int code() {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).code() != 0) {
                return lines.get(i).code();
            }
        }
        return 0;
    }

    /** Positive completion, 2yz. */
    public boolean isPositive() {
        return code() / 100 == 2;
    }

    /** Transient negative completion, 4yz. */
    public boolean isTransient() {
        return code() / 100 == 4;
    }

    /** Permanent negative completion, 5yz. */
    public boolean isPermanent() {
        return code() / 100 == 5;
    }

    /**
     * The enhanced status code at the start of the text (RFC 3463, RFC 2034), such as {@code 4.7.0}: that of the last
     * line that has one; null if none has. A code whose class contradicts the reply code does not count (RFC 2034
     * section 4).
     */
    public @Nullable String enhancedCode() {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Matcher code = ENHANCED.matcher(lines.get(i).text().strip());
            if (code.find() && code.group(1).charAt(0) == Character.forDigit(code() / 100, 10)) {
                return code.group(1);
            }
        }
        return null;
    }

    /** The texts of all lines, joined by blanks. */
    public String text() {
        StringJoiner text = new StringJoiner(" ");
        for (ReplyLine line : lines) {
            text.add(line.text().strip());
        }
        return text.toString();
    }

    /** The whole reply on one line, with its codes. */
    public String onOneLine() {
        return lines.stream().map(ReplyLine::raw).map(String::strip).collect(Collectors.joining(" / "));
    }

    /** This reply followed by the lines of another. */
    public Reply followedBy(Reply other) {
        List<ReplyLine> all = new ArrayList<>(lines);
        all.addAll(other.lines);
        return new Reply(all);
    }
}
