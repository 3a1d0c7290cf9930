package io.ehloscope.evidence;

import io.ehloscope.smtp.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Why a probe did not complete.
 *
 * @param stage the stage that failed
 * @param reason why it failed
 * @param detail one sentence for a person; can quote the server, not escaped
 * @param code the reply code that ended the probe; null if no reply did
 * @param enhancedCode the enhanced status code of that reply (RFC 3463), such as 4.7.0; null if the server sent none
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

    /** A failure with the codes of this reply. */
    public static Failure by(Reply reply, Stage stage, Reason reason, String detail) {
        return new Failure(stage, reason, detail, reply.code(), reply.enhancedCode());
    }

    /** This failure with another detail. */
    public Failure withDetail(String other) {
        return new Failure(stage, reason, other, code, enhancedCode);
    }
}
