package io.ehloscope.inventory;

import io.ehloscope.text.Printable;
import java.util.regex.Pattern;

/**
 * What problems show of a list of hosts. The file can be any file, such as {@code /etc/shadow}, and problems go to logs
 * and over HTTP: they leave out text that does not look like a host.
 */
final class ListedText {

    private static final int MAX_SHOWN = 40;

    private static final String LABEL = "[A-Za-z0-9_\\[\\]-]{1,63}";

    /**
     * Two labels or more, a URL of a host, or an IPv6 address; then a port or a block, and fields separated by
     * semicolons.
     */
    private static final Pattern HOST = Pattern.compile("(?:mx:|[a-z]{2,6}://)?"
            + "(?:" + LABEL + "(?:\\.{1,2}" + LABEL + "){1,40}\\.?|\\[?[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f.]{0,15}){2,8}]?)"
            + "(?:/[0-9]{0,3})?(?::[A-Za-z0-9]{0,6})?(?:;[A-Za-z0-9.-]{0,63}){0,9}");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,40}");

    private ListedText() {}

    /** Whether the first field of a line is, or was meant to be, a host. */
    static boolean isLikeHost(String field) {
        return field.length() <= 300 && HOST.matcher(field).matches();
    }

    /** Whether text is one word of at most 40 characters. */
    static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    /** The text of a line in quotes, shortened; withheld if it is neither a host nor a word. */
    static String quoted(String text) {
        return isLikeHost(text) || isWord(text) ? "\"" + Printable.escape(text, MAX_SHOWN) + "\"" : withheld(text);
    }

    /** A placeholder for text that is not shown. */
    static String withheld(String text) {
        return "\"…\"";
    }
}
