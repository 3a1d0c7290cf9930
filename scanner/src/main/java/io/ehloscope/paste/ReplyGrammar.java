package io.ehloscope.paste;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Verb;
import java.util.regex.Pattern;

/** The grammar of the lines of a dialogue, as far as a paste shows it: reply codes, verbs, greetings, commands. */
final class ReplyGrammar {

    /** A reply code that a mail server sends; HTTP's 200 and 404, ports, and most other numbers are none. */
    static final String CODE = "(?:2[1-5]\\d|3[35]4|4[2-57]\\d|5[0-57]\\d)";

    /** A word that can only be a verb: a well-known one. */
    static final String KNOWN_VERB =
            "(?i:" + String.join("|", EhloReply.WELL_KNOWN.stream().sorted().toList()) + ")(?![A-Za-z0-9_-])";

    /** The beginning of a reply line: a code, a separator; no second number right after a hyphen. */
    static final String LINE = CODE + "(?:-(?!\\d{1,5}(?:\\s(?!(?i:BITMIME))|$|-\\d))| |$|(?=\\*))";

    /** Looks like a verb that is not well-known: Exchange's own verbs and masks, but not AUTH mechanisms. */
    private static final Pattern LIKE_A_VERB = Pattern.compile("X-?(?!OAUTH|YMCOOKIE|GOOGLE)[A-Z0-9-]{3,}(?:=\\S*)?");

    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+\\.?|\\[[0-9A-Fa-f:.]+\\]|\\*+.*");
    private static final Pattern STATUS = Pattern.compile("\\d\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern SERVICE =
            Pattern.compile("(?i).*\\b(?:E?SMTPS?|mail|service|server|postfix|exim|sendmail|welcome)\\b.*");
    private static final Pattern GREETS =
            Pattern.compile("(?i).*\\b(?:hello|pleased to meet you|greets|at your service)\\b.*");
    private static final Pattern READY_FOR_TLS =
            Pattern.compile("(?i).*\\b(?:TLS|SSL)\\b.*|.*\\bstarttls\\b.*|(?:2\\.0\\.0 )?(?:ok,? )?go ahead\\W*");

    private ReplyGrammar() {}

    /** The first word in upper case, without a param joined by {@code =}. */
    static String keyword(String text) {
        String word = firstWord(text);
        int glue = word.indexOf('=');
        return Verb.key(glue < 0 ? word : word.substring(0, glue));
    }

    /** Whether a line begins with a word that can only be a verb. */
    static boolean isVerb(String text) {
        String keyword = keyword(text);
        return EhloReply.WELL_KNOWN.contains(keyword)
                || LIKE_A_VERB.matcher(keyword).matches();
    }

    /** Whether a text can be the last line of a list that the paste does not cut in the middle of a word. */
    static boolean isWholeLastVerb(String text) {
        return EhloReply.WELL_KNOWN.contains(keyword(text)) || text.strip().equalsIgnoreCase("OK");
    }

    /** Whether a text is the first line of a reply to EHLO. */
    static boolean greets(String text) {
        return GREETS.matcher(text).matches();
    }

    /** Whether a text begins with the name of a host. */
    static boolean beginsWithHost(String text) {
        String first = firstWord(text);
        return DOMAIN.matcher(first).matches() && !STATUS.matcher(first).matches();
    }

    /** Whether the text of a 220 reply is that of a greeting rather than of another reply. */
    static boolean looksLikeGreeting(String text) {
        return text.isBlank()
                || (!hasStatus(text)
                        && (beginsWithHost(text) || SERVICE.matcher(text).matches()));
    }

    /** Whether the text of a 220 reply is that of a reply to STARTTLS: no greeting has an enhanced status code. */
    static boolean announcesTls(String text) {
        return hasStatus(text)
                || (!beginsWithHost(text) && READY_FOR_TLS.matcher(text).matches());
    }

    /** Whether a text begins with an enhanced status code (RFC 3463). */
    static boolean hasStatus(String text) {
        return STATUS.matcher(firstWord(text)).matches();
    }

    /** The first word of a text. */
    static String firstWord(String text) {
        String stripped = text.strip();
        int end = 0;
        while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
            end++;
        }
        return stripped.substring(0, end);
    }
}
