package io.ehloscope.paste;

import io.ehloscope.smtp.Verb;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a paste, and its kind if it is read on its own.
 *
 * @param number the line number, from 1
 * @param pasted the line as pasted, cut at {@value #MAX_CHARS} characters
 * @param text the line without decoration, in plain characters
 * @param kind the kind of the line
 * @param connection the connection of a protocol log that it belongs to; null if it is not from such a log
 */
record PastedLine(
        int number,
        String pasted,
        String text,
        Kind kind,
        @Nullable String connection) {

    /** The number of characters of a line that are read. */
    static final int MAX_CHARS = 2_048;

    /** The kinds of lines. */
    enum Kind {
        /** Begins with a reply code. */
        REPLY,
        /** EHLO. */
        EHLO,
        /** HELO. */
        HELO,
        /** STARTTLS, or Exchange's X-ANONYMOUSTLS: a command, or a verb of a list without codes. */
        STARTTLS,
        /** Another command; or a verb of a list without codes. */
        OTHER_COMMAND,
        /** A message of a program that TLS is up. */
        TLS_IS_UP,
        /** Anything else. */
        TEXT
    }

    /** A row of Exchange's protocol logs: times, connector, connection, number, two endpoints, event, data, context. */
    private static final Pattern LOG_ROW = Pattern.compile(
            "\\s*\"?\\d{4}-\\d\\d-\\d\\dT[^,\t]{1,30}[,\t]([^,\t]*[,\t][^,\t]*)[,\t]\\d+[,\t][^,\t]*[,\t][^,\t]*"
                    + "[,\t]([<>*+-])[,\t](\"(?:[^\"]|\"\")*+\"|[^,\t]*)[,\t]?(.*)");

    private static final Pattern REPLY = Pattern.compile("[2-5]\\d\\d(?:[ \\-*].*|$)");
    private static final Pattern TLS_UP =
            Pattern.compile("(?i)\\b(?:TLS started|SSL handshake has|SSL-Session:|Cipher is"
                    + "|BEGIN CERTIFICATE|SSL connection using|handshake was completed|handshake completed"
                    + "|negotiation succeeded|openssl(?:\\.exe)? s_client)\\b.*");
    private static final Pattern NO_TLS = Pattern.compile("(?i)Cipher is \\(NONE\\)");
    private static final Pattern OTHER = Pattern.compile("(?i)(?:MAIL FROM:.*|RCPT TO:.*|DATA|RSET|NOOP|QUIT|HELP"
            + "|AUTH (?:LOGIN|PLAIN|NTLM|GSSAPI|CRAM-MD5|XOAUTH2|OAUTHBEARER)\\b.*|(?:VRFY|EXPN|ETRN) \\S.*)");

    /** A remark after the line, introduced by an arrow. */
    private static final Pattern ARROW = Pattern.compile("\\s+(?:<-{1,8}|<={1,8}|\u2190|//)(?:\\s.*)?$");

    /** Footnote marks, except for a blank and an asterisk, which {@link io.ehloscope.smtp.EhloReply} handles. */
    private static final Pattern FOOTNOTE =
            Pattern.compile("(?<=[A-Za-z0-9])(?:[\u2020\u2021\u00a7\u00b9\u00b2\u00b3]+|\\*+|\\s?\\[\\d{1,2}\\])$");

    /** Reads one line; never fails. */
    static PastedLine of(int number, String line) {
        String pasted = line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS);
        String plain = PlainText.of(pasted);
        Matcher row = LOG_ROW.matcher(plain);
        if (!row.matches()) {
            return of(number, pasted, Decoration.stripped(plain), plain, null);
        }
        boolean isDialogue = row.group(2).equals("<") || row.group(2).equals(">");
        String data = unquoted(row.group(3));
        return of(number, pasted, isDialogue ? data : "", data + " " + row.group(4), row.group(1));
    }

    private static PastedLine of(
            int number, String pasted, String stripped, String whole, @Nullable String connection) {
        Kind kind = kind(stripped, whole);
        String text = kind == Kind.REPLY && stripped.startsWith("25")
                ? FOOTNOTE.matcher(ARROW.matcher(stripped).replaceFirst("")).replaceFirst("")
                : stripped;
        return new PastedLine(number, pasted, text, kind, connection);
    }

    private static Kind kind(String text, String whole) {
        if (REPLY.matcher(text).matches()) {
            return Kind.REPLY;
        }
        String word = firstWord(text);
        if (word.equals("EHLO") || word.equals("HELO")) {
            return word.equals("EHLO") ? Kind.EHLO : Kind.HELO;
        }
        String command = Verb.key(text.strip());
        if (command.equals("STARTTLS") || command.equals("X-ANONYMOUSTLS")) {
            return Kind.STARTTLS;
        }
        if (OTHER.matcher(text.strip()).matches()) {
            return Kind.OTHER_COMMAND;
        }
        return TLS_UP.matcher(whole).find() && !NO_TLS.matcher(whole).find() ? Kind.TLS_IS_UP : Kind.TEXT;
    }

    /** The keyword of the line if it is a verb, in upper case, without a param joined by {@code =}. */
    String keyword() {
        return keyword(text);
    }

    /** {@link #keyword()} of a text. */
    static String keyword(String text) {
        String word = firstWord(text);
        int glue = word.indexOf('=');
        return glue < 0 ? word : word.substring(0, glue);
    }

    private static String firstWord(String text) {
        String stripped = text.strip();
        int end = 0;
        while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
            end++;
        }
        return Verb.key(stripped.substring(0, end));
    }

    private static String unquoted(String data) {
        return data.length() > 1 && data.startsWith("\"")
                ? data.substring(1, data.length() - 1).replace("\"\"", "\"")
                : data;
    }
}
