package io.ehloscope.paste;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that programs and people put before a line of a dialogue: times, line numbers, direction marks, quoting, names
 * of hosts and loggers. It counts as decoration only if part of a dialogue follows.
 */
final class Decoration {

    private static final int MAX_PIECES = 16;

    /** The beginning of the line itself: a reply code, or a command. */
    private static final Pattern LINE = Pattern.compile("[2-5]\\d\\d(?:[ \\-]|$|(?=\\*))|(?i:(?:EHLO|HELO)(?=\\s|$))");

    private static final String TIME = "\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?: ?[AaPp][Mm]\\b)?";
    private static final String DATE = "(?:\\d{4}[-/]\\d\\d[-/]\\d\\d|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4})";
    private static final String MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private static final String HOST = "[\\w.-]{1,255}";

    /** One kind of decoration each; times come before line numbers, because both begin with digits. */
    private static final List<Pattern> PIECES = List.of(
            Pattern.compile("\\s+"),
            Pattern.compile(DATE + "(?:[T ,]{1,2}" + TIME + ")?(?:Z\\b| ?[+-]\\d\\d:?\\d\\d\\b)?"),
            Pattern.compile(TIME),
            Pattern.compile(
                    MONTH + "\\s+\\d{1,2}\\s+" + TIME + "(?:\\s+" + HOST + "\\s+[\\w./-]{1,64}(?:\\[\\d+\\])?:)?"),
            Pattern.compile("\\d+\\.\\d+ ?m?s\\b"),
            Pattern.compile("\\d{1,6}(?:[:.)|\\]]|(?=\\s))"),
            Pattern.compile("#\\d{1,6}\\b:?"),
            Pattern.compile("(?i)SMTP ?(?:<<|>>|<-|->)"),
            Pattern.compile("(?i)(?:SERVER|CLIENT) ?-> ?(?:CLIENT|SERVER):"),
            Pattern.compile(
                    "(?i)(?:[SCR]|server|client|remote|recv|received|rcvd|reply|response|send|sent|read|write|in|out)"
                            + "\\s?(?::|>|(?=\\[))"),
            Pattern.compile("[A-Z]{1,3}>"),
            Pattern.compile("\\|_?|>+|<+[-~=*]*|[-~=*]+>+|[\u2190\u2192]"),
            Pattern.compile("[-*\u2022\u00b7+](?=\\s)"),
            Pattern.compile("[bur]?[\"'`]"),
            Pattern.compile(HOST + "\\[[0-9a-fA-F.:]{2,45}\\](?::\\d{1,5})?:"),
            Pattern.compile("(?:" + HOST + "\\s+)?[\\w./-]{1,64}\\[\\d{1,9}\\]:"),
            Pattern.compile("\\[[^\\]]{0,60}\\]:?|\\([^)]{0,60}\\):?"),
            Pattern.compile("(?i)(?:trace|debug|info|notice|warn|warning|error|fine|finest)\\b:?"));

    private Decoration() {}

    /** The line without its decoration, up to the reply code or command if there is one. */
    static String stripped(String line) {
        int at = 0;
        Matcher begins = LINE.matcher(line);
        for (int pieces = 0; pieces < MAX_PIECES && at < line.length(); pieces++) {
            if (begins.region(at, line.length()).lookingAt()) {
                break;
            }
            int end = piece(line, at);
            if (end == at) {
                break;
            }
            at = end;
        }
        return closed(line.substring(at), line.substring(0, at));
    }

    private static int piece(String line, int at) {
        for (Pattern each : PIECES) {
            Matcher matcher = each.matcher(line).region(at, line.length());
            if (matcher.lookingAt() && matcher.end() > at) {
                return matcher.end();
            }
        }
        return at;
    }

    /** Removes the closing quote of a quote that was opened before the line, even before a comma. */
    private static String closed(String text, String before) {
        for (String quote : List.of("\"", "'", "`")) {
            if (before.contains(quote)) {
                String bare = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
                return bare.endsWith(quote)
                        ? bare.substring(0, bare.length() - 1).strip()
                        : text;
            }
        }
        return text;
    }
}
