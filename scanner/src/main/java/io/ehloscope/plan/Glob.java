package io.ehloscope.plan;

import java.util.Locale;

/** A pattern in which {@code *} stands for any text and {@code ?} for one character. It ignores case. */
record Glob(String pattern) {

    Glob {
        pattern = pattern.toLowerCase(Locale.ROOT);
    }

    /** Whether the whole text matches. The time grows at most with the product of the two lengths. */
    boolean matches(String text) {
        String folded = text.toLowerCase(Locale.ROOT);
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < folded.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < pattern.length() && fits(pattern.charAt(at), folded.charAt(in))) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(c -> c == '*');
    }

    private static boolean fits(char inPattern, char inText) {
        return inPattern == '?' || inPattern == inText;
    }
}
