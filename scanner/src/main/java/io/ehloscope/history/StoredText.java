package io.ehloscope.history;

import org.jspecify.annotations.Nullable;

/** Texts as the databases keep them: servers choose some of them, so they are bounded and have no NUL. */
final class StoredText {

    private static final int MOST_CHARACTERS = 2_000;

    private StoredText() {}

    /** The text, cut behind {@value #MOST_CHARACTERS} characters, with U+FFFD for NUL, which PostgreSQL does not take. */
    static String of(String text) {
        String cut = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
        return cut.replace('\0', '\ufffd');
    }

    /** The same, where there may be none. */
    static @Nullable String ofNullable(@Nullable String text) {
        return text == null ? null : of(text);
    }
}
