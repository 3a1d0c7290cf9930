package io.ehloscope.smtp;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Separates verbs from prose in the lines of an EHLO reply. */
final class EhloText {

    /** The beginning of a greeting line that comes late: a domain or an address literal. */
    private static final Pattern DOMAIN =
            Pattern.compile("\\[[0-9A-Fa-fIPv:.%]+\\]|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");

    private static final Pattern GREETS = Pattern.compile(
            "(?i)\\b(hello|hi|pleased|welcome|greets|service|services|at your|nice to|supports)\\b|\\[[0-9a-f.:%]+\\]");

    /** First words of lines that people write around a list, for example RFC 821's "Requested mail action okay". */
    private static final Set<String> PLEASANTRIES = Set.of(
            "OK",
            "OKAY",
            "HELLO",
            "HI",
            "WELCOME",
            "PLEASED",
            "NICE",
            "READY",
            "DONE",
            "END",
            "COMPLETE",
            "COMPLETED",
            "GO",
            "THANKS",
            "THANK",
            "BYE",
            "GOODBYE",
            "REQUESTED");

    /** Two words or more: a capitalized one, then one in lower case. */
    private static final Pattern SENTENCE = Pattern.compile("[A-Z][a-z]+ [a-z]+[.,!]?(?: .*)?");

    private static final String SIZE = "SIZE ";

    private EhloText() {}

    /** Whether this can be the greeting line, although it does not come first. */
    static boolean isLateGreeting(String text) {
        return DOMAIN.matcher(firstWord(text)).matches() || greets(text);
    }

    /** Whether a text greets, as no line with a verb does. */
    static boolean greets(String text) {
        return GREETS.matcher(text).find();
    }

    /**
     * Whether a line is prose rather than an unknown verb.
     *
     * @param name its first word, which is no known verb
     */
    static boolean isProse(String text, String name) {
        boolean capitalized = name.length() > 1 && isLower(name.charAt(1)) && !isLower(name.charAt(0));
        return PLEASANTRIES.contains(Verb.key(name))
                || (capitalized && SENTENCE.matcher(text).matches());
    }

    /**
     * The verb that stands on the greeting line, behind the name of the host: {@code SIZE} with its number anywhere, and
     * another known verb if only it and its params in upper case follow the name. Null if there is none.
     */
    static @Nullable String verbBehindHost(String greetingLine) {
        int size = greetingLine.indexOf(SIZE);
        if (size == 0 || (size > 0 && Words.isBlank(greetingLine.charAt(size - 1)))) {
            int end = size + SIZE.length();
            while (end < greetingLine.length() && isDigit(greetingLine.charAt(end))) {
                end++;
            }
            boolean closed = end == greetingLine.length() || Words.isBlank(greetingLine.charAt(end));
            if (closed && end > size + SIZE.length()) {
                return greetingLine.substring(size, end);
            }
        }
        int host = 0;
        while (host < greetingLine.length() && !Words.isBlank(greetingLine.charAt(host))) {
            host++;
        }
        for (int i = host; i < greetingLine.length(); i++) {
            char c = greetingLine.charAt(i);
            if (!(c >= 'A' && c <= 'Z') && !isDigit(c) && c != '-' && c != '=' && !Words.isBlank(c)) {
                return null;
            }
        }
        String verb = greetingLine.substring(host).strip();
        return EhloReply.WELL_KNOWN.contains(keyword(firstWord(verb))) ? verb : null;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The known verb that a line spells with a blank in it, such as {@code 8 BITMIME}; null if it spells none. */
    static @Nullable String splitVerb(String text, String name) {
        int end = name.length();
        if (end == text.length()) {
            return null;
        }
        String joined = Verb.key(name + firstWord(text.substring(end).stripLeading()));
        return EhloReply.WELL_KNOWN.contains(joined) ? joined : null;
    }

    /** The text up to its first blank. */
    static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && !Words.isBlank(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    /** A keyword without a param that is joined to it by {@code =}, in upper case. */
    static String keyword(String word) {
        int glue = word.indexOf('=');
        return Verb.key(glue < 0 ? word : word.substring(0, glue));
    }
}
