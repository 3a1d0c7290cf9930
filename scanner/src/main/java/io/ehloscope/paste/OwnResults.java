package io.ehloscope.paste;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ehloscope's own JSON results, on one line each or indented. A result with its dialogue holds the lines themselves; any
 * other holds the greeting and the verbs, from which the lines follow.
 */
final class OwnResults {

    private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.){0,4096})\"";
    private static final Pattern TARGET = Pattern.compile("\"target\"\\s*:\\s*\"");
    private static final Pattern HOST =
            Pattern.compile("\"target\"\\s*:\\s*\"\\[?([A-Za-z0-9_.:-]{1,255}?)\\]?:\\d{1,5}\"");
    private static final Pattern VERDICT = Pattern.compile("\"verdict\"\\s*:\\s*\"[a-z_]+\"");
    private static final Pattern ENTRY =
            Pattern.compile("\"direction\"\\s*:\\s*\"(\\w{1,20})\"\\s*,\\s*\"line\"\\s*:\\s*" + TEXT);
    private static final Pattern GREETING = Pattern.compile("\"greeting\"\\s*:\\s*" + TEXT);
    private static final Pattern VERBS = Pattern.compile("\"(verbs(?:_tls)?)\"\\s*:\\s*\\[");
    private static final Pattern VERB = Pattern.compile("\\G\\s*,?\\s*\\{\\s*\"name\"\\s*:\\s*" + TEXT
            + "\\s*,\\s*\"params\"\\s*:\\s*\\[([^\\]]{0,4096})\\]\\s*\\}");
    private static final Pattern END = Pattern.compile("\\s*\\]");
    private static final Pattern PARAM = Pattern.compile(TEXT);
    private static final Pattern NEGOTIATED = Pattern.compile("\"starttls\"\\s*:\\s*\"negotiated\"");
    private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*([45]\\d\\d)");
    private static final Pattern STAGE = Pattern.compile("\"stage\"\\s*:\\s*\"greeting\"");
    private static final Pattern REFUSED =
            Pattern.compile("\"stage\"\\s*:\\s*\"ehlo\"\\s*,\\s*\"reason\"\\s*:\\s*\"\\w+\"\\s*,\\s*"
                    + "\"detail\"\\s*:\\s*\"[a-z ]{0,40}: ([45]\\d\\d(?:[^\"\\\\]|\\\\.){0,4096})\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)");

    private final List<PastedRow> rows = new ArrayList<>();
    private final String result;
    private final int number;

    private OwnResults(String result, int number) {
        this.result = result;
        this.number = number;
    }

    /** The rows of a text of such results; empty if it is another text. */
    static List<PastedRow> rows(String text) {
        List<PastedRow> rows = new ArrayList<>();
        char first = text.isBlank() ? ' ' : text.stripLeading().charAt(0);
        if (first != '{' && first != '[') {
            return rows;
        }
        Matcher target = TARGET.matcher(text);
        int number = 1;
        int at = 0;
        boolean found = target.find();
        while (found && rows.size() < PastedRows.MAX_ROWS) {
            int start = target.start();
            number += (int)
                    text.substring(at, start).chars().filter(c -> c == '\n').count();
            at = start;
            found = target.find();
            String result = text.substring(start, found ? target.start() : text.length());
            if (VERDICT.matcher(result).find()) {
                rows.addAll(new OwnResults(result, number).read());
            }
        }
        return rows;
    }

    private List<PastedRow> read() {
        Matcher entry = ENTRY.matcher(result);
        while (entry.find()) {
            boolean isEvent = entry.group(1).equals("event");
            row(plain(entry.group(2)), isEvent ? PastedRow.Origin.NOTE : PastedRow.Origin.DATA);
        }
        if (rows.isEmpty()) {
            greeting();
            Matcher verbs = VERBS.matcher(result);
            for (int at = 0; verbs.find(at); at = verbs.end()) {
                list(verbs.group(1).equals("verbs_tls"), verbs.end());
            }
            refusal();
        }
        if (!rows.isEmpty()) {
            line("QUIT");
            line("221 end of the result");
        }
        return rows;
    }

    /** A refusal of EHLO, in a result without lists. */
    private void refusal() {
        Matcher refusal = REFUSED.matcher(result);
        if (!result.contains("\"verbs") && refusal.find()) {
            line("EHLO explain");
            line(plain(refusal.group(1)));
        }
    }

    private void greeting() {
        Matcher greeting = GREETING.matcher(result);
        if (!greeting.find()) {
            return;
        }
        Matcher code = CODE.matcher(result);
        String reply = code.find() && STAGE.matcher(result).find() ? code.group(1) : "220";
        boolean isImplicit = !result.contains("\"verbs\"")
                && result.contains("\"verbs_tls\"")
                && !NEGOTIATED.matcher(result).find();
        if (isImplicit) {
            row("TLS started", PastedRow.Origin.NOTE);
        }
        String[] lines = plain(greeting.group(1)).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            line(reply + (i < lines.length - 1 ? "-" : " ") + lines[i]);
        }
    }

    private void list(boolean isInsideTls, int from) {
        if (isInsideTls && NEGOTIATED.matcher(result).find()) {
            line("STARTTLS");
            line("220 2.0.0 ready for TLS");
        }
        line("EHLO explain");
        List<String> lines = new ArrayList<>(List.of(host()));
        Matcher verb = VERB.matcher(result);
        int end = from;
        for (boolean found = verb.find(from); found; found = verb.find()) {
            StringBuilder line = new StringBuilder(plain(verb.group(1)));
            Matcher param = PARAM.matcher(verb.group(2));
            while (param.find()) {
                line.append(' ').append(plain(param.group(1)));
            }
            lines.add(line.toString());
            end = verb.end();
        }
        boolean isWhole = END.matcher(result).region(end, result.length()).lookingAt();
        for (int i = 0; i < lines.size(); i++) {
            boolean isLast = isWhole && i == lines.size() - 1;
            line("250" + (isLast ? " " : "-") + lines.get(i));
        }
    }

    /** The host of the target, which stands for the first line of the reply. */
    private String host() {
        Matcher target = HOST.matcher(result);
        return target.lookingAt() ? target.group(1) : "host";
    }

    private void line(String text) {
        row(text, PastedRow.Origin.DATA);
    }

    private void row(String text, PastedRow.Origin origin) {
        String single = text.replace('\r', ' ').replace('\n', ' ');
        rows.add(new PastedRow(number, single, single, "", origin, true));
    }

    private static String plain(String json) {
        return ESCAPE.matcher(json).replaceAll(each -> Matcher.quoteReplacement(unescaped(each)));
    }

    private static String unescaped(MatchResult escape) {
        if (escape.group(2) != null) {
            return String.valueOf((char) Integer.parseInt(escape.group(2), 16));
        }
        return switch (escape.group(1).charAt(0)) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            default -> escape.group(1);
        };
    }
}
