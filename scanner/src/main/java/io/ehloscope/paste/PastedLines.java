package io.ehloscope.paste;

import io.ehloscope.smtp.Verb;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out what each row of a paste is: a line of a reply, a command, a sign of TLS, or other text. */
final class PastedLines {

    private static final Pattern BRACKETED =
            Pattern.compile("[\\[(](" + ReplyGrammar.CODE + ")[\\])]:?\\s+(?:['\"](.*?)['\"]?|(.*))");

    private static final Pattern HELLO = Pattern.compile("(?i)(?<![\\w/.-])(EHLO|HELO)(?=\\s+\\S|[\\s\"'\\]]*$)"
            + "(?!\\s+(?i:EHLO|HELO|STARTTLS|MAIL|RCPT|DATA|RSET|QUIT|AUTH|HELP)\\b)");

    private static final String ARGUMENTS = "(?:[\\s\"'\\]),;]*$)";
    private static final Pattern OTHER =
            Pattern.compile("(?i)(?<![\\w-])(?:STARTTLS" + ARGUMENTS + "|X-ANONYMOUSTLS" + ARGUMENTS
                    + "|(?:MAIL FROM|RCPT TO)\\s?:.*|(?:MAIL|RCPT)\\s*$|(?:DATA|RSET|NOOP|QUIT|HELP)" + ARGUMENTS
                    + "|AUTH (?:LOGIN|PLAIN|NTLM|GSSAPI|CRAM-MD5|DIGEST-MD5|XOAUTH2|OAUTHBEARER)\\b.*|(?:VRFY|EXPN|ETRN|LHLO) \\S.*"
                    + "|BDAT \\d.*)");

    private static final Pattern TLS_UP =
            Pattern.compile("(?i)\\b(?:TLS started|SSL handshake has|SSL-Session:|Cipher is"
                    + "|BEGIN CERTIFICATE|SSL connection using|TLS connection using|handshake was completed|handshake completed"
                    + "|(?:TLS|SSL) (?:handshake|negotiation) (?:was |is )?(?:completed?|successful|succeeded|done|finished|ok)"
                    + "|(?:TLS|SSL) (?:connection|session|channel) (?:is |was )?(?:established|up|secured|negotiated)"
                    + "|STARTTLS (?:negotiated|successful|succeeded|completed?)|(?:connection|channel) (?:is )?(?:now )?secured"
                    + "|negotiation succeeded|Server certificate$|openssl(?:\\.exe)? s_client)\\b.*"
                    + "|^(?:verify return:\\d|verify return code:|verify error:num=|depth=\\d{1,2} ).*");

    private static final Pattern TLS_DOWN = Pattern.compile(
            "(?i)Cipher is \\(NONE\\)|no peer certificate available"
                    + "|SSL routines:.*(?:unknown protocol|wrong version|handshake failure|packet length)|didn't f(?:ou|i)nd starttls"
                    + "|^Escape character is |(?:^|[$#>%]\\s*)(?:telnet|nc|ncat|netcat)(?:\\.exe)?\\s+(?:-\\w+\\s+)*[\\w.-]+(?:\\s+\\w+)?\\s*$");

    private static final Pattern NO_TLS =
            Pattern.compile("(?i)Cipher is \\(NONE\\)|\\b(?:not|failed|error on|could not)\\b");

    /** Words that the patterns look for, in lower case: a search for words is faster. */
    private static final List<String> HELLOS = List.of("ehlo", "helo");

    private static final List<String> COMMANDS = List.of(
            "mail", "rcpt", "data", "rset", "noop", "quit", "help", "auth ", "vrfy", "expn", "etrn", "bdat", "tls",
            "lhlo");
    private static final List<String> SIGNS_OF_TLS =
            List.of("tls", "ssl", "cipher", "certificate", "handshake", "negotiation", "secured", "verify", "depth=");

    /** A remark after the line, introduced by an arrow. */
    private static final Pattern ARROW = Pattern.compile("\\s+(?:<-{1,8}|<={1,8}|\u2190|//)(?:\\s.*)?$");

    /** Footnote marks, except for a blank and an asterisk, which {@link io.ehloscope.smtp.EhloReply} handles. */
    private static final Pattern FOOTNOTE =
            Pattern.compile("(?<=[A-Za-z0-9])(?:[\u2020\u2021\u00a7\u00b9\u00b2\u00b3]+|\\*+|\\s?\\[\\d{1,2}\\])$");

    /** A verb, and right after it what no line of a list can hold. */
    private static final Pattern BEHIND_VERB = Pattern.compile("(25\\d[ -](?:" + ReplyGrammar.KNOWN_VERB
            + "|X-?[A-Z0-9-]{3,})(?:=[A-Za-z0-9-]+)?)[;,|\"'\\\\<>{}\\[\\]()].*");

    /** A hyphen as formatters of source code write it, who take it for a minus sign. */
    private static final String SPACED = " - ";

    /** The number of constant decorations that are kept. */
    private static final int MAX_PREFIXES = 32;

    private static final Pattern SPELLED_END = Pattern.compile("(?:\\\\+[rn]|\\^M)+[\"']?,?\\s*$");

    private final Set<String> clients = new HashSet<>();
    private final Set<String> servers = new HashSet<>();
    private final Set<String> prefixes = new HashSet<>();

    private PastedLines() {}

    /** The lines of these rows. */
    static List<PastedLine> of(List<PastedRow> rows) {
        PastedLines lines = new PastedLines();
        List<Layout.Read> all = Layout.read(rows);
        all.forEach(lines::findSides);
        return all.stream().map(lines::line).toList();
    }

    /** Learns which decoration the lines of the client have, and which those of the server. */
    private void findSides(Layout.Read read) {
        PastedRow row = read.row();
        int place = read.at();
        int hello = hello(row, place);
        if (hello >= 0) {
            clients.add(DecorationShape.of(row.text().substring(0, hello)));
        } else if (place >= 0) {
            String before = row.text().substring(0, place);
            servers.add(DecorationShape.of(before));
            if (prefixes.size() < MAX_PREFIXES) {
                prefixes.add(before);
            }
        }
    }

    private PastedLine line(Layout.Read read) {
        PastedRow row = read.row();
        String stream = Streams.of(row);
        int place = read.at();
        int hello = hello(row, place);
        if (row.origin() == PastedRow.Origin.NOTE) {
            return new PastedLine(
                    row, row.text(), isTlsUp(row.text()) ? PastedLine.Kind.TLS_IS_UP : PastedLine.Kind.NOTE, stream);
        }
        if (hello >= 0) {
            boolean isEhlo = row.text().regionMatches(true, hello, "EHLO", 0, 4);
            PastedLine.Kind kind = isEhlo ? PastedLine.Kind.EHLO : PastedLine.Kind.HELO;
            return new PastedLine(row, row.text().substring(hello), kind, stream);
        }
        int other = other(row, place);
        if (other >= 0) {
            return command(row, other, stream);
        }
        return read.reply() == null ? text(row, stream) : reply(row, read.reply(), stream);
    }

    private PastedLine reply(PastedRow row, String reply, @Nullable String stream) {
        Matcher bracketed = BRACKETED.matcher(reply);
        if (bracketed.matches()) {
            String text = bracketed.group(2) == null ? bracketed.group(3) : bracketed.group(2);
            return new PastedLine(row, bracketed.group(1) + "-" + text, PastedLine.Kind.OPEN_REPLY, stream);
        }
        String joined = reply.startsWith(SPACED, 3) ? reply.replace(SPACED, "-") : reply;
        String text = joined.startsWith("25")
                ? FOOTNOTE.matcher(ARROW.matcher(joined).replaceFirst("")).replaceFirst("")
                : joined;
        String line =
                BEHIND_VERB.matcher(SPELLED_END.matcher(text).replaceFirst("")).replaceFirst("$1");
        return new PastedLine(row, line, PastedLine.Kind.REPLY, stream);
    }

    private static PastedLine command(PastedRow row, int at, @Nullable String stream) {
        String before = row.text().substring(0, at);
        String text = SPELLED_END.matcher(row.text().substring(at)).replaceFirst("");
        String command = Decoration.closed(text, before);
        return new PastedLine(row, command, kind(command), stream);
    }

    private static PastedLine.Kind kind(String command) {
        String word = Verb.key(ReplyGrammar.firstWord(command));
        return switch (word) {
            case "STARTTLS", "X-ANONYMOUSTLS" -> PastedLine.Kind.STARTTLS;
            case "AUTH" -> PastedLine.Kind.AUTH;
            default -> PastedLine.Kind.OTHER_COMMAND;
        };
    }

    private PastedLine text(PastedRow row, @Nullable String stream) {
        String text = row.text();
        if (isTlsUp(text)) {
            return new PastedLine(row, text, PastedLine.Kind.TLS_IS_UP, stream);
        }
        if (TLS_DOWN.matcher(text.strip()).find()) {
            return new PastedLine(row, text, PastedLine.Kind.TLS_IS_DOWN, stream);
        }
        int end = Math.max(Decoration.end(text, 0), prefix(text));
        String stripped = Decoration.closed(text.substring(end), text.substring(0, end));
        PastedLine.Kind kind = isOfClient(text) ? PastedLine.Kind.NOTE : PastedLine.Kind.TEXT;
        return new PastedLine(row, stripped, kind, stream);
    }

    /** The length of the longest constant decoration of the server's lines that a row begins with. */
    private int prefix(String text) {
        return prefixes.stream()
                .filter(text::startsWith)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static boolean isTlsUp(String text) {
        return hasAny(text, SIGNS_OF_TLS)
                && TLS_UP.matcher(text.strip()).find()
                && !NO_TLS.matcher(text).find();
    }

    private static boolean hasAny(String text, List<String> words) {
        String lower = text.toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(lower::contains);
    }

    /** Whether a row has the decoration of the client's lines, and the server's lines have another. */
    private boolean isOfClient(String text) {
        String shape = DecorationShape.of(text);
        return clients.stream()
                .filter(each -> !each.isBlank() && shape.startsWith(each))
                .anyMatch(each -> servers.stream().noneMatch(server -> !server.isBlank() && server.startsWith(each)));
    }

    /** Where EHLO or HELO begins, before any reply line; -1 if the row has neither. */
    private static int hello(PastedRow row, int place) {
        if (row.origin() == PastedRow.Origin.NOTE || !hasAny(row.text(), HELLOS)) {
            return -1;
        }
        Matcher hello = HELLO.matcher(row.text());
        return hello.find() && (place < 0 || hello.start() < place) ? hello.start() : -1;
    }

    /** Where another command begins: after known decoration, or after that of EHLO. */
    private int other(PastedRow row, int place) {
        Matcher other = OTHER.matcher(row.text());
        if (!hasAny(row.text(), COMMANDS) || !other.find() || (place >= 0 && place < other.start())) {
            return -1;
        }
        boolean isFirst = Decoration.is(row.text(), 0, other.start())
                || clients.contains(DecorationShape.of(row.text().substring(0, other.start())));
        return isFirst ? other.start() : -1;
    }
}
