package io.ehloscope.paste;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that a program wrote into one line: with line ends spelled out, in strings of JSON, Python, and logs, or as the
 * reply of Python's {@code smtplib}. A string ends at its closing quote.
 */
final class PackedText {

    /** Receives the lines. */
    interface Sink {
        /**
         * One line.
         *
         * @param text the line
         * @param before what comes before its string; empty if it is not in a string
         * @param origin what the form shows
         * @param isEnded whether a line end follows
         */
        void add(String text, String before, PastedRow.Origin origin, boolean isEnded);
    }

    private static final String COMMAND = "(?i:EHLO\\s|HELO\\s|STARTTLS|QUIT|AUTH\\s|MAIL FROM:|RCPT TO:|DATA)";

    /** A line end spelled out, in the ways of C, JSON, syslog, terminals, web forms, and people. */
    private static final String SPELLED = "(?i:(?:\\\\+r)?\\\\+n|\\\\+r|\\\\+x0?d(?:\\\\+x0?a)?|\\\\+x0?a"
            + "|\\\\+u000d(?:\\\\+u000a)?|\\\\+u000a|\\\\+0?15(?:\\\\+0?12)?|\\\\+012|#015(?:#012)?|#012|\\^M\\$?"
            + "|<CR>(?:<LF>)?|<CRLF>|<LF>|<EOL>|\\[\\\\r\\](?:\\[\\\\n\\])?|%0d%0a|=0d=0a|\\[nl\\]|\u240d\u240a?|\u240a)";

    /** A spelled line end that is one: a line, a quote, another line end, or nothing follows. */
    private static final Pattern END = Pattern.compile("(?:(?:" + SPELLED + ")+|\\.\\.|\\s/(?=\\s))\\s*" + "(?="
            + ReplyGrammar.CODE + "[ -]|(?<!\\.\\.|/\\s?)(?:[\"'`]|$|" + COMMAND + "))");

    /** Every spelled line end has one of these. */
    private static final String SIGNS = "\\^<#%=/.[\u240d\u240a";

    private static final Pattern ANY_END = Pattern.compile(SPELLED);

    /** A string that begins with a reply line. */
    private static final Pattern STRING = Pattern.compile("(?<![A-Za-z0-9\\\\])(?:[bu](?=[\"']))?([\"'])(?="
            + ReplyGrammar.CODE + "[ -])((?:\\\\.|(?!\\1)[^\\\\])*)(\\1|$)");

    /** A reply of Python's smtplib: a code, and the lines of the text as one string. */
    private static final Pattern PYTHON = Pattern.compile(".*?\\(\\s*(" + ReplyGrammar.CODE
            + ")\\s*(?:,|\\);\\s*Msg:)\\s*b?([\"'])((?:\\\\.|(?!\\2)[^\\\\])*)(\\2?).*");

    private PackedText() {}

    /** Hands the lines of one line to the sink. */
    static void split(String text, boolean isEnded, Sink sink) {
        Matcher python = PYTHON.matcher(text);
        if (text.indexOf('(') >= 0 && python.matches()) {
            python(python, sink);
        } else if (!strings(text, sink)) {
            if (text.chars().anyMatch(c -> SIGNS.indexOf(c) >= 0)) {
                spelled(text, "", isEnded, sink);
            } else {
                sink.add(text, "", PastedRow.Origin.LINE, isEnded);
            }
        }
    }

    private static void python(Matcher reply, Sink sink) {
        String[] lines = ANY_END.split(reply.group(3), -1);
        boolean isClosed = !reply.group(4).isEmpty();
        for (int i = 0; i < lines.length; i++) {
            boolean last = i == lines.length - 1;
            String separator = last && isClosed ? " " : "-";
            sink.add(reply.group(1) + separator + lines[i], "(", PastedRow.Origin.DATA, !last || isClosed);
        }
    }

    /** Hands over the strings of a line, if it has several, or one with line ends; a lone one may be an ordinary line. */
    private static boolean strings(String text, Sink sink) {
        if (text.indexOf('"') < 0 && text.indexOf('\'') < 0) {
            return false;
        }
        int count = 0;
        boolean isPacked = false;
        Matcher string = STRING.matcher(text);
        while (string.find()) {
            count++;
            isPacked |= END.matcher(string.group(2)).find();
        }
        if (count == 0 || (count == 1 && !isPacked)) {
            return false;
        }
        string.reset();
        while (string.find()) {
            boolean isClosed = !string.group(3).isEmpty();
            spelled(string.group(2), text.substring(0, string.start()) + " ", isClosed, sink);
        }
        return true;
    }

    private static void spelled(String text, String before, boolean isEnded, Sink sink) {
        Matcher end = END.matcher(text);
        PastedRow.Origin origin = before.isEmpty() ? PastedRow.Origin.LINE : PastedRow.Origin.DATA;
        int at = 0;
        while (end.find()) {
            String line = text.substring(at, end.start());
            boolean goesOn = end.end() < text.length() && Character.isDigit(text.charAt(end.end()));
            boolean first = at == 0 && before.isEmpty() && goesOn;
            if (!line.isBlank()) {
                sink.add(line, before, first ? PastedRow.Origin.PACKED : origin, true);
            }
            at = end.end();
        }
        String rest = text.substring(at);
        boolean isAfterString = at > 0 && (rest.startsWith("\"") || rest.startsWith("'"));
        if (!rest.isBlank() && !isAfterString) {
            sink.add(rest, before, origin, isEnded);
        }
    }
}
