package io.ehloscope.dialogue;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.Reply;
import io.ehloscope.text.Printable;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

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

    private static final Pattern TOO_MANY = Pattern.compile(
            "(?i)too many|too much|rate.?limit|limit exceeded|connection limit|throttl|exceeded the (rate|maximum)|try again (later )?slower|too busy");

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
            case RATE_LIMITED, REJECTED_TEMPORARILY -> "rejected temporarily: ";
            case REJECTED_PERMANENTLY -> "rejected permanently: ";
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
        if (reply.isTransient()) {
            return TOO_MANY.matcher(reply.text()).find() ? Reason.RATE_LIMITED : Reason.REJECTED_TEMPORARILY;
        }
        if (reply.isPermanent()) {
            return Reason.REJECTED_PERMANENTLY;
        }
        return reply.code() == CLOSING ? Reason.CLOSED : Reason.NOT_SMTP;
    }

    private static String quote(Reply reply) {
        String line = reply.onOneLine();
        return Printable.cut(line, QUOTED_CHARS);
    }
}
