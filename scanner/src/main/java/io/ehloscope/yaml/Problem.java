package io.ehloscope.yaml;

import org.jspecify.annotations.Nullable;

/**
 * One problem of a file.
 *
 * @param file as the user named it
 * @param location where it is; null if it concerns the file as a whole
 * @param sentence what is wrong, with the offending text quoted
 * @param suggestion what to do; null if the sentence says enough
 */
public record Problem(
        String file,
        @Nullable Location location,
        String sentence,
        @Nullable String suggestion) {

    /** {@code file:line:column: sentence; suggestion}, as compilers and editors write it. */
    @Override
    public String toString() {
        String where = location == null ? file : file + ":" + location.line() + ":" + location.column();
        return where + ": " + sentence + (suggestion == null ? "" : "; " + suggestion);
    }
}
