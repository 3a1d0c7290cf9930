package io.ehloscope.evidence;

import io.ehloscope.smtp.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Why a probe could not be brought to its end.
 *
 * @param stage where
 * @param reason why, from the closed set
 * @param detail one sentence for a person; may quote the server, not escaped
 * @param code the reply code that ended it, or null where none did
 * @param enhancedCode the enhanced status code that came with it (RFC 3463), such as 4.7.0; null where the server sent none
 */
public record Failure(
        Stage stage,
        Reason reason,
        String detail,
        @Nullable Integer code,
        @Nullable String enhancedCode) {

    /** A failure without a reply code. */
    public static Failure of(Stage stage, Reason reason, String detail) {
        return new Failure(stage, reason, detail, null, null);
    }

    /** A failure that this reply amounts to; its codes are the reply's. */
    public static Failure by(Reply reply, Stage stage, Reason reason, String detail) {
        return new Failure(stage, reason, detail, reply.code(), reply.enhancedCode());
    }
}
