package io.ehloscope.paste;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that programs and people put before a line of a dialogue: times, line numbers, direction marks, quoting, names
 * of hosts and loggers. Text of these kinds counts as decoration on a single line; {@link Layout} finds any other
 * decoration by its being the same on several lines.
 */
final class Decoration {

    private static final int MAX_PIECES = 24;

    private static final String TIME = "\\d{1,2}:\\d\\d:\\d\\d(?:[.,:]\\d{1,9})?(?: ?[AaPp][Mm]\\b)?";
    private static final String DATE =
            "(?:\\d{4}[-/.]\\d\\d[-/.]\\d\\d|\\d\\d-\\d\\d(?= \\d\\d:)|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4})";
    private static final String MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
    private static final String HOST = "[\\w.-]{1,255}";

    /** Something of the two sides of a dialogue, or of what passes between them. */
    private static final String SIDE =
            "(?:[SCR]|server|client|remote|local|host|recv|received|rcvd|receive|got|reply|response"
                    + "|resp|answer|banner|greeting|send|sent|sending|read|write|in|out|input|output|rx|tx|data|msg|message|command"
                    + "|cmd|smtp|esmtp|smtps)";

    private static final Pattern PROGRAM = Pattern.compile("(?:" + HOST + "\\s+)?[\\w./-]{1,64}\\[\\d{1,9}\\]:");
    private static final Pattern PEER = Pattern.compile(HOST + "\\[[0-9a-fA-F.:]{2,45}\\](?::\\d{1,5})?:");
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9_.-]{1,40}\\s+\\|(?=\\s)");
    private static final Pattern LABEL = Pattern.compile("(?i)(?:SMTP )?" + SIDE + "\\s?(?::|[<>]+|=|(?=\\[))");

    /** Decoration that begins with a digit; times come before line numbers. */
    private static final List<Pattern> DIGITS = List.of(
            Pattern.compile(
                    DATE + "(?:[T ,_-]{1,2}" + TIME + ")?(?:Z\\b| ?[+-]\\d\\d:?\\d\\d\\b| ?(?:UTC|GMT|CES?T)\\b)?"),
            Pattern.compile(TIME),
            Pattern.compile("\\d+\\.\\d+ ?m?s\\b"),
            Pattern.compile("\\d+(?:[:.)|\\]]|(?=\\s))"),
            SERVICE,
            PEER,
            PROGRAM);

    /** Decoration that begins with a letter. */
    private static final List<Pattern> LETTERS = List.of(
            Pattern.compile("(?:" + DAY + ",? )?" + MONTH + "\\s+\\d{1,2}\\s+" + TIME + "(?:\\s+" + HOST
                    + "\\s+[\\w./-]{1,64}(?:\\[\\d+\\])?:)?"),
            Pattern.compile(DAY + ",?\\s(?=\\d)"),
            Pattern.compile("(?i)E?SMTPS? ?(?:<<+|>>+|<-+|-+>|[<>])"),
            Pattern.compile("(?i)(?:SERVER|CLIENT) ?[-=]*> ?(?:CLIENT|SERVER):?"),
            Pattern.compile("(?i)(?:from|to) (?:server|client)\\s?:?"),
            LABEL,
            Pattern.compile("Net::(?:SMTP|Cmd)[\\w=():]{0,60}[<>]{3}"),
            Pattern.compile("[VDIWEF](?:/[\\w.-]{1,40}\\s?\\( {0,4}\\d{1,9}\\):|\\s[\\w.-]{1,40}\\s{0,20}:(?=\\s))"),
            Pattern.compile("[A-Z]{1,3}>"),
            Pattern.compile("[bur][\"'`]"),
            Pattern.compile("(?i)(?:trace|debug|info|notice|warn|warning|error|fine|finest|verbose|log)\\b:?"),
            SERVICE,
            PEER,
            PROGRAM);

    /** Other decoration. */
    private static final List<Pattern> MARKS = List.of(
            Pattern.compile("#\\d{1,9}\\b:?"),
            Pattern.compile("\\|_?|>+|<+[-~=*]*|[-~=*]+>+|[\u2190\u2192\u21d0\u21d2\u00ab\u00bb\u25c0\u25b6]"),
            Pattern.compile("[-*\u2022\u00b7+](?=\\s)"),
            Pattern.compile("[\"'`,;]"),
            Pattern.compile("\\[[^\\]\\[]{0,60}\\]:?|\\([^)(]{0,60}\\):?"),
            Pattern.compile("[\\[({](?=" + ReplyGrammar.LINE + ")|[\\[({](?=[A-Z]{4})"));

    private static final Pattern MARK = Pattern.compile("[^\\s\\d]");

    private Decoration() {}

    /** Whether a part of a line is decoration throughout. */
    static boolean is(String line, int from, int to) {
        return end(line, from, to) == to;
    }

    /** Where the decoration from an index on ends. */
    static int end(String line, int from) {
        return end(line, from, line.length());
    }

    private static int end(String line, int from, int to) {
        int at = from;
        for (int pieces = 0; pieces < MAX_PIECES && at < to; pieces++) {
            int end = piece(line, at, to);
            if (end == at) {
                break;
            }
            at = end;
        }
        return at;
    }

    /** Whether decoration holds more than blanks and digits. */
    static boolean hasMark(String decoration) {
        return MARK.matcher(decoration).find();
    }

    private static int piece(String line, int at, int to) {
        char c = line.charAt(at);
        if (Character.isWhitespace(c)) {
            int end = at;
            while (end < to && Character.isWhitespace(line.charAt(end))) {
                end++;
            }
            return end;
        }
        boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        for (Pattern each : c >= '0' && c <= '9' ? DIGITS : isLetter ? LETTERS : MARKS) {
            Matcher matcher = each.matcher(line).region(at, to).useTransparentBounds(true);
            if (matcher.lookingAt() && matcher.end() > at) {
                return matcher.end();
            }
        }
        return at;
    }

    /** {@link #closed(String, String, boolean)} with the ends of brackets. */
    static String closed(String text, String before) {
        return closed(text, before, true);
    }

    /** The text without the ends of the quotes, and of the brackets, that are open before it, even before a comma. */
    static String closed(String text, String before, boolean alsoBrackets) {
        String open = alsoBrackets ? open(before) : open(before).replaceAll("[\\[({]", "");
        String rest = text.strip();
        for (int i = open.length() - 1; i >= 0; i--) {
            String bare = rest.endsWith(",") || rest.endsWith(";")
                    ? rest.substring(0, rest.length() - 1).strip()
                    : rest;
            if (bare.isEmpty() || bare.charAt(bare.length() - 1) != closing(open.charAt(i))) {
                continue;
            }
            rest = bare.substring(0, bare.length() - 1).strip();
        }
        return rest;
    }

    /** The quotes that a text opens and does not close, and the brackets right at its end. */
    private static String open(String before) {
        StringBuilder open = new StringBuilder();
        for (int i = 0; i < before.length(); i++) {
            char c = before.charAt(i);
            int last = open.length() - 1;
            if (last >= 0 && c == open.charAt(last)) {
                open.setLength(last);
            } else if ("\"'`".indexOf(c) >= 0 && !(c == '\'' && i > 0 && Character.isLetter(before.charAt(i - 1)))) {
                open.append(c);
            }
        }
        int end = before.length();
        while (end > 0 && "\"'`[({".indexOf(before.charAt(end - 1)) >= 0) {
            end--;
            if ("[({".indexOf(before.charAt(end)) >= 0) {
                open.append(before.charAt(end));
            }
        }
        return open.toString();
    }

    private static char closing(char open) {
        return switch (open) {
            case '[' -> ']';
            case '(' -> ')';
            case '{' -> '}';
            default -> open;
        };
    }
}
