package io.ehloscope.dialogue;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Rejection;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.Reply;
import io.ehloscope.text.Printable;
import java.nio.ByteBuffer;

/**
 * Interprets negative replies: whether they are transient or permanent, and whether they concern the client or the
 * command.
 */
final class Refusal {

    /** The host accepts no mail, and closes the connection (RFC 7504 section 3). */
    private static final int NO_MAIL = 521;

    /** The server closes the transmission channel (RFC 5321 section 4.2.3). */
    static final int CLOSING = 221;

    /** The server is ready for the TLS handshake (RFC 3207 section 4). */
    static final int READY = 220;

    private static final int QUOTED_CHARS = 300;

    private Refusal() {}

    /** Whether a reply lets the dialogue continue: it is a positive completion, and not an unsolicited 221. */
    static boolean isNone(Reply reply) {
        return reply.isPositive() && reply.code() != CLOSING;
    }

    /**
     * Whether the server may accept HELO although it rejects EHLO: after every permanent refusal except 521, which ends
     * the session. Old gateways and command filters refuse EHLO with any code.
     */
    static boolean allowsHelo(Reply reply) {
        return reply.isPermanent() && reply.code() != NO_MAIL;
    }

    /** Whether bytes begin with a reply that ends the session, 221 or 421. A server can send it at any time. */
    static boolean isClosing(ByteBuffer bytes) {
        int at = bytes.position();
        return bytes.remaining() >= 3
                && (bytes.get(at) == '2' || bytes.get(at) == '4')
                && bytes.get(at + 1) == '2'
                && bytes.get(at + 2) == '1';
    }

    /** The failure for a negative or unexpected reply. */
    static Failure of(Stage stage, Reply reply) {
        Reason reason = reason(reply);
        String words = switch (reason) {
            case RATE_LIMITED, REJECTED_TEMPORARILY, REJECTED_PERMANENTLY -> Rejection.words(reply);
            case CLOSED -> "the server ends the session instead of answering: ";
            default -> "no SMTP server sends this here: ";
        };
        return Failure.by(reply, stage, reason, words + quote(reply));
    }

    /** The failure for a negative or unexpected reply after the EHLO reply; its detail is the reply alone. */
    static Failure later(Stage stage, Reply reply) {
        return Failure.by(reply, stage, reason(reply), quote(reply));
    }

    private static Reason reason(Reply reply) {
        if (reply.isTransient() || reply.isPermanent()) {
            return Rejection.reason(reply);
        }
        return reply.code() == CLOSING ? Reason.CLOSED : Reason.NOT_SMTP;
    }

    private static String quote(Reply reply) {
        String line = reply.onOneLine();
        return Printable.cut(line, QUOTED_CHARS);
    }
}
