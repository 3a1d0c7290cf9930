package io.ehloscope.history;

import io.ehloscope.text.Printable;
import org.jspecify.annotations.Nullable;

/** Prepares texts for the databases. Servers choose some of them, so they are bounded and contain no NUL. */
final class StoredText {

    private static final int MAX_CHARACTERS = 2_000;

    private StoredText() {}

    /**
     * The text, cut after {@value #MAX_CHARACTERS} characters, with U+FFFD in place of NUL, which PostgreSQL rejects.
     */
    static String of(String text) {
        String cut = Printable.cut(text, MAX_CHARACTERS);
        return cut.replace('\0', '\ufffd');
    }

    /** {@link #of} for a text that may be null. */
    static @Nullable String ofNullable(@Nullable String text) {
        return text == null ? null : of(text);
    }
}
