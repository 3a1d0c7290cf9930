package io.ehloscope.text;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Suggests the known word that a misspelled word was meant to be. */
public final class Spelling {

    /** The longest word that is compared; no known word is nearly as long. */
    private static final int MAX_LENGTH = 64;

    private Spelling() {}

    /**
     * The known word with the smallest edit distance, without regard to case, with {@code -} and {@code _} equal.
     * Returns null if no known word is within a third of the word's letters, at least 1 and at most 3.
     */
    public static @Nullable String nearest(String word, Collection<String> known) {
        if (word.length() > MAX_LENGTH) {
            return null;
        }
        String folded = fold(word);
        String best = null;
        int bestDistance = Math.min(3, Math.max(1, word.length() / 3)) + 1;
        for (String each : known) {
            boolean tooFar = Math.abs(each.length() - word.length()) >= bestDistance;
            int distance = tooFar ? bestDistance : distance(folded, fold(each));
            if (distance < bestDistance) {
                best = each;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /**
     * Optimal string alignment: insertions, deletions, substitutions, and swaps of two neighbors, each counting one.
     */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
