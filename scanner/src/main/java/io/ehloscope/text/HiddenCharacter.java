package io.ehloscope.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A character that people do not see, or take for another one: no-break and zero-width spaces, typographic quotes,
 * dashes. Text that is copied from a document, a page or a chat contains them.
 *
 * @param codePoint the character
 * @param position its position in the text, from 1, in characters
 */
public record HiddenCharacter(int codePoint, int position) {

    private static final int MINUS = 0x2212;

    /** The first one of a text; null if there is none. */
    public static @Nullable HiddenCharacter first(String text) {
        int position = 1;
        for (int i = 0; i < text.length(); position++) {
            int codePoint = text.codePointAt(i);
            if (isHidden(codePoint)) {
                return new HiddenCharacter(codePoint, position);
            }
            i += Character.charCount(codePoint);
        }
        return null;
    }

    private static boolean isHidden(int codePoint) {
        if (codePoint < 0x80) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.DASH_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION -> true;
            default -> codePoint == MINUS || Character.isISOControl(codePoint);
        };
    }

    /** Names the character with its code point and position: {@code a no-break space (U+00A0) at character 6}. */
    public String inWords() {
        String name = Character.getName(codePoint);
        String lower = name == null ? "character" : name.toLowerCase(Locale.ROOT);
        return ("aeiou".indexOf(lower.charAt(0)) < 0 ? "a " : "an ")
                + lower
                + String.format(Locale.ROOT, " (U+%04X) at character %d", codePoint, position);
    }

    /** What to write instead. */
    public String suggestion() {
        return switch (Character.getType(codePoint)) {
            case Character.DASH_PUNCTUATION, Character.MATH_SYMBOL -> "write a hyphen (-)";
            case Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION ->
                "write a straight quote, or none";
            default -> "delete it, or write a plain space";
        };
    }
}
