package io.ehloscope.yaml;

import org.jspecify.annotations.Nullable;

/**
 * The anchors of scalars, which the streaming parser does not report: it reports where a scalar begins, and that is at
 * its anchor. Positions are asked for in ascending order, so that all of them together take linear time.
 */
final class ScalarAnchors {

    private final String text;
    private final boolean hasAny;
    private long codePoints;
    private int offset;

    ScalarAnchors(String text) {
        this.text = text;
        this.hasAny = text.indexOf('&') >= 0;
    }

    /**
     * The name of the anchor of a scalar; null if it has none.
     *
     * @param start where the scalar begins, in code points from the start of the text
     */
    @Nullable
    String at(long start) {
        if (!hasAny || start < codePoints) {
            return null;
        }
        offset = text.offsetByCodePoints(offset, (int) (start - codePoints));
        codePoints = start;
        int at = offset;
        if (at < text.length() && text.charAt(at) == '!') {
            at = blank(at, true);
        }
        if (at >= text.length() || text.charAt(at) != '&') {
            return null;
        }
        return text.substring(at + 1, blank(at, false));
    }

    /** The end of the word at this offset, or the start of the next word. */
    private int blank(int from, boolean next) {
        int at = from;
        while (at < text.length() && " \t\r\n,[]{}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        while (next && at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
