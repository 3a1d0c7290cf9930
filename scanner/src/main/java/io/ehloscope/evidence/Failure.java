package io.ehloscope.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Why a probe could not be brought to its end.
 *
 * @param stage where
 * @param reason why, from the closed set
 * @param detail one sentence for a person; may quote the server, not escaped
 * @param code the reply code that ended it, or null where none did
 */
public record Failure(
        Stage stage, Reason reason, String detail, @Nullable Integer code) {

    /** A failure without a reply code. */
    public static Failure of(Stage stage, Reason reason, String detail) {
        return new Failure(stage, reason, detail, null);
    }
}
