package io.ehloscope.yaml;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a file.
 *
 * @param file as the user named it
 * @param location where; null where the file as a whole is meant
 * @param sentence what is wrong, the offending text quoted
 * @param suggestion what to do; null where nothing better is known than what the sentence says
 */
public record Problem(
        String file,
        @Nullable Location location,
        String sentence,
        @Nullable String suggestion) {

    /** {@code file:line:column: sentence; suggestion}, as editors and compilers write it. */
    @Override
    public String toString() {
        String where = location == null ? file : file + ":" + location.line() + ":" + location.column();
        return where + ": " + sentence + (suggestion == null ? "" : "; " + suggestion);
    }
}
