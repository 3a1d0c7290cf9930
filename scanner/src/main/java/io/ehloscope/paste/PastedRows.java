package io.ehloscope.paste;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a paste into rows: one for each line that a server or client sent, and one for each line of other text. Undoes
 * the packing of logs: columns, strings with spelled-out line ends, lines that were joined.
 */
final class PastedRows {

    /** The largest number of lines that are read; blank lines do not count. */
    static final int MAX_ROWS = 100_000;

    private static final int MAX_LINE = 32 * PastedRow.MAX_CHARS;

    /** A row of Exchange's protocol logs: times, connector, connection, number, two endpoints, event, data, context. */
    private static final Pattern EXCHANGE_LOG = Pattern.compile(
            "\\s*\"?\\d{4}-\\d\\d-\\d\\dT[^,;\t]{1,30}([,;\t])([^,;\t]*\\1[^,;\t]*)\\1\\d+\\1[^,;\t]*\\1[^,;\t]*"
                    + "\\1([<>*+-])\\1(\"(?:[^\"]|\"\")*+\"|(?:(?!\\1).)*)\\1?(.*)");

    /** The marks of the W3C logs of the Windows SMTP service, in a row or in the header. */
    private static final Pattern W3C =
            Pattern.compile("\\bSMTPSVC\\d*\\b|\\bOutboundConnection(?:Response|Command)\\b");

    private static final Pattern W3C_HEADER = Pattern.compile("#Fields:.*\\bcs-method\\b.*");
    private static final Pattern W3C_REPLY = Pattern.compile("(?<=\\s)" + ReplyGrammar.CODE + "[-+]\\S*(?=\\s|$)");
    private static final Pattern W3C_COMMAND =
            Pattern.compile("\\s(EHLO|HELO|STARTTLS|AUTH|QUIT|MAIL|RCPT|DATA|RSET)\\s+-\\s+\\+?(\\S+)");

    /** What PHPMailer has read so far, a copy of lines that have their own rows; and what Exim's test client expects. */
    private static final Pattern COPY =
            Pattern.compile(".*get_lines\\(\\): \\$data (?:is|was)\\b.*|\\s*\\?{3}\\*?(?:\\s.*)?");

    private static final Pattern HTML_END =
            Pattern.compile("(?i)<br\\s*/?>|</(?:p|li|tr|div|pre)>|&#(?:13|10|x0?[da]);");

    private final List<PastedRow> rows = new ArrayList<>();
    private boolean isW3c;

    private PastedRows() {}

    /** The rows of a text, without blank ones. */
    static List<PastedRow> of(String text) {
        List<PastedRow> own = OwnResults.rows(text);
        if (!own.isEmpty()) {
            return own;
        }
        PastedRows all = new PastedRows();
        int number = 0;
        for (int at = 0; at < text.length() && all.rows.size() < MAX_ROWS; ) {
            int stop = lineEnd(text, at);
            number++;
            String line = text.substring(at, Math.min(stop, at + MAX_LINE));
            if (!line.isBlank()) {
                all.line(number, line, stop < text.length());
            }
            at = next(text, stop);
        }
        return all.rows.size() > MAX_ROWS ? new ArrayList<>(all.rows.subList(0, MAX_ROWS)) : all.rows;
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\u000b' || c == '\f' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    /** The start of the next line; carriage returns before a line feed end one line with it. */
    private static int next(String text, int stop) {
        int at = stop;
        while (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        return at < text.length() && text.charAt(at) == '\n' ? at + 1 : stop + 1;
    }

    private void line(int number, String line, boolean isEnded) {
        if (line.indexOf('<') < 0 && line.indexOf('&') < 0) {
            plain(number, line, PlainText.of(line), isEnded);
            return;
        }
        Matcher end = HTML_END.matcher(line);
        int at = 0;
        while (end.find()) {
            plain(number, line, PlainText.of(line.substring(at, end.start())), true);
            at = end.end();
        }
        plain(number, line, PlainText.of(line.substring(at)), isEnded);
    }

    private void plain(int number, String pasted, String text, boolean isEnded) {
        if (text.isBlank()) {
            return;
        }
        isW3c |= W3C_HEADER.matcher(text).matches();
        Matcher exchange = EXCHANGE_LOG.matcher(text);
        if (exchange.matches()) {
            exchange(number, pasted, exchange, isEnded);
        } else if (isW3c || W3C.matcher(text).find()) {
            w3c(number, pasted, text, isEnded);
        } else if (COPY.matcher(text).matches()) {
            rows.add(new PastedRow(number, pasted, text, "", PastedRow.Origin.NOTE, isEnded));
        } else {
            PackedText.split(text, isEnded, (part, before, origin, ended) -> {
                for (String each : RunTogether.split(part)) {
                    rows.add(new PastedRow(number, pasted, each, before, origin, ended));
                }
            });
        }
    }

    private void exchange(int number, String pasted, Matcher row, boolean isEnded) {
        String before = Streams.CONNECTION + row.group(2);
        String data = unquoted(row.group(4));
        if (row.group(3).equals("<") || row.group(3).equals(">")) {
            for (String each : RunTogether.split(data)) {
                rows.add(new PastedRow(number, pasted, each, before, PastedRow.Origin.DATA, isEnded));
            }
        } else {
            String note = data + " " + row.group(5);
            rows.add(new PastedRow(number, pasted, note, before, PastedRow.Origin.NOTE, isEnded));
        }
    }

    private static String unquoted(String data) {
        return data.length() > 1 && data.startsWith("\"")
                ? data.substring(1, data.length() - 1).replace("\"\"", "\"")
                : data;
    }

    /** A row of columns separated by blanks, where a plus sign stands for a blank. */
    private void w3c(int number, String pasted, String text, boolean isEnded) {
        Matcher reply = W3C_REPLY.matcher(text);
        Matcher command = W3C_COMMAND.matcher(text);
        if (reply.find()) {
            String data = reply.group().replace('+', ' ');
            rows.add(new PastedRow(number, pasted, data, "", PastedRow.Origin.DATA, isEnded));
        } else if (command.find()) {
            String data =
                    (command.group(1) + " " + command.group(2).replace('+', ' ')).replaceAll("(MAIL|RCPT) ", "$1 ");
            rows.add(new PastedRow(number, pasted, data, "", PastedRow.Origin.DATA, isEnded));
        } else {
            rows.add(new PastedRow(number, pasted, text, "", PastedRow.Origin.NOTE, isEnded));
        }
    }
}
