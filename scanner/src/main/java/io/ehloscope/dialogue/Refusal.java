package io.ehloscope.dialogue;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.Reply;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a negative reply: is it for now or for good, about us or about the command. */
final class Refusal {

    /** Codes after which HELO is worth a try (domain notes: EHLO refused by old gateways and command filters). */
    private static final Set<Integer> EHLO_UNKNOWN = Set.of(500, 501, 502, 503, 504, 550);

    /** RFC 5321 section 4.2.3: the server closes the transmission channel. */
    static final int FAREWELL = 221;

    /** RFC 3207 section 4: the server is ready for the TLS handshake. */
    static final int READY = 220;

    private static final Pattern TOO_MANY = Pattern.compile(
            "(?i)too many|too much|rate.?limit|limit exceeded|connection limit|throttl|exceeded the (rate|maximum)|try again (later )?slower|too busy");

    private static final int QUOTED_CHARS = 300;

    private Refusal() {}

    /** Whether a reply lets us go on: positive completion, and no farewell that nobody asked for. */
    static boolean isNone(Reply reply) {
        return reply.isPositive() && reply.code() != FAREWELL;
    }

    /** Whether the server may know HELO though it does not know EHLO. */
    static boolean invitesHelo(Reply reply) {
        return EHLO_UNKNOWN.contains(reply.code());
    }

    /** The failure that a negative, or an unfitting, reply amounts to. */
    static Failure of(Stage stage, Reply reply) {
        String quoted = quote(reply);
        if (reply.isTransient()) {
            boolean limited = TOO_MANY.matcher(reply.text()).find();
            Reason reason = limited ? Reason.RATE_LIMITED : Reason.REJECTED_TEMPORARILY;
            return Failure.by(reply, stage, reason, "rejected temporarily: " + quoted);
        }
        if (reply.isPermanent()) {
            return Failure.by(reply, stage, Reason.REJECTED_PERMANENTLY, "rejected permanently: " + quoted);
        }
        if (reply.code() == FAREWELL) {
            return Failure.by(
                    reply, stage, Reason.CLOSED, "the server ends the session instead of answering: " + quoted);
        }
        return Failure.by(reply, stage, Reason.NOT_SMTP, "no SMTP server sends this here: " + quoted);
    }

    private static String quote(Reply reply) {
        String line = reply.onOneLine();
        return line.length() <= QUOTED_CHARS ? line : line.substring(0, QUOTED_CHARS) + "…";
    }
}
