package io.ehloscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parses one logfmt line like Go's parsers: {@code key=value} or {@code key="value"}, escaped as in JSON. */
public final class LogfmtReader {

    private final String line;
    private int at;

    private LogfmtReader(String line) {
        this.line = line;
    }

    /** Returns the fields in their order; throws {@link IllegalArgumentException} if the line is not logfmt. */
    public static List<Map.Entry<String, String>> read(String line) {
        return new LogfmtReader(line).fields();
    }

    private List<Map.Entry<String, String>> fields() {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        while (at < line.length()) {
            String key = until('=');
            at++;
            fields.add(Map.entry(key, at < line.length() && line.charAt(at) == '"' ? quoted() : until(' ')));
            if (at < line.length() && line.charAt(at++) != ' ') {
                throw new IllegalArgumentException("no blank at " + (at - 1) + " of " + line);
            }
        }
        return fields;
    }

    private String until(char end) {
        int from = at;
        while (at < line.length() && line.charAt(at) != end) {
            char c = line.charAt(at++);
            if (c <= ' ' || c == '"' || c == '=') {
                throw new IllegalArgumentException("unquoted " + (int) c + " at " + (at - 1) + " of " + line);
            }
        }
        return line.substring(from, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; line.charAt(at) != '"'; at++) {
            char c = line.charAt(at);
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char kind = line.charAt(++at);
        return switch (kind) {
            case '"', '\\' -> kind;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(line.substring(at - 3, at + 1), 16);
            }
            default -> throw new IllegalArgumentException("escape " + kind + " at " + at + " of " + line);
        };
    }
}
