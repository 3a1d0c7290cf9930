package io.ehloscope.paste;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.Transcript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts a pasted dialogue to the outcome that a live dialogue would have had. */
public final class PastedOutcome {

    private PastedOutcome() {}

    /** The outcome; {@code tls} means that the list was recorded inside TLS. */
    public static ProbeOutcome outcome(PastedTranscript pasted, boolean tls) {
        boolean withoutBeginning = !tls && lacksItsBeginning(pasted);
        boolean inside = (tls || withoutBeginning) && pasted.ehloTls() == null;
        Reply plain = inside ? null : pasted.ehlo();
        Reply encrypted = inside ? pasted.ehlo() : pasted.ehloTls();
        EhloReply ehlo = list(plain);
        EhloReply ehloTls = list(encrypted);
        Observation seen = new Observation(
                null,
                pasted.greeting(),
                ehlo,
                ehlo == null ? refusal(plain == null ? encrypted : plain) : null,
                positive(pasted.helo()),
                starttls(pasted, ehlo, ehloTls),
                ehloTls,
                null,
                Timings.NONE,
                Transcript.EMPTY,
                withoutBeginning ? withRemark(pasted.remarks()) : pasted.remarks());
        boolean heloOnly = seen.ehloRefusal() != null && (seen.helo() != null || isUnknownCommand(seen.ehloRefusal()));
        if (ehlo != null || ehloTls != null || heloOnly) {
            return new ProbeOutcome.Answered(seen);
        }
        return new ProbeOutcome.Failed(failure(pasted, plain == null ? encrypted : plain), seen);
    }

    /**
     * Whether the paste is a list of Exchange's verbs without STARTTLS and X-ANONYMOUSTLS, and nothing before it shows
     * where it was recorded. Both are expected to disappear inside TLS, so neither counts as missing.
     */
    private static boolean lacksItsBeginning(PastedTranscript pasted) {
        EhloReply reply = pasted.greeting() == null && pasted.starttls() == null ? list(pasted.ehlo()) : null;
        return reply != null
                && reply.verbs().has("X-EXPS")
                && !reply.verbs().has("STARTTLS")
                && !reply.verbs().has("X-ANONYMOUSTLS")
                && !reply.endsWithOk();
    }

    private static List<String> withRemark(List<String> remarks) {
        List<String> all = new ArrayList<>(remarks);
        all.add(
                "The list has neither STARTTLS nor X-ANONYMOUSTLS, like a list inside TLS, and no greeting before it: it is"
                        + " read as recorded inside TLS.");
        return all;
    }

    /** Whether the server does not know EHLO, rather than reject the client (RFC 5321 section 4.2.4). */
    private static boolean isUnknownCommand(Reply refusal) {
        return refusal.code() == 500 || refusal.code() == 502 || refusal.code() == 504;
    }

    /** The verbs of a complete list; null for a cut one, because it would look like a shorter list. */
    private static @Nullable EhloReply list(@Nullable Reply reply) {
        if (reply == null || !reply.isPositive()) {
            return null;
        }
        boolean whole = reply.lines().get(reply.lines().size() - 1).isLast();
        return whole ? EhloReply.of(reply) : null;
    }

    private static @Nullable Reply refusal(@Nullable Reply reply) {
        return reply == null || reply.isPositive() ? null : reply;
    }

    private static @Nullable Reply positive(@Nullable Reply reply) {
        return reply != null && reply.isPositive() ? reply : null;
    }

    private static @Nullable Starttls starttls(
            PastedTranscript pasted, @Nullable EhloReply ehlo, @Nullable EhloReply ehloTls) {
        if (ehloTls != null) {
            return Starttls.NEGOTIATED;
        }
        if (pasted.starttls() != null && !pasted.starttls().isPositive()) {
            return Starttls.FAILED;
        }
        if (ehlo == null) {
            return null;
        }
        return ehlo.verbs().has("STARTTLS") ? Starttls.OFFERED : Starttls.NOT_OFFERED;
    }

    private static Failure failure(PastedTranscript pasted, @Nullable Reply answer) {
        Reply last = answer == null ? pasted.greeting() : answer;
        if (last == null || last.isPositive()) {
            return Failure.of(Stage.EHLO, Reason.TRUNCATED, unfinished(pasted, answer));
        }
        Stage stage = answer == null ? Stage.GREETING : Stage.EHLO;
        Reason reason = last.isTransient() ? Reason.REJECTED_TEMPORARILY : Reason.REJECTED_PERMANENTLY;
        return Failure.by(last, stage, reason, "rejected permanently: " + last.onOneLine());
    }

    private static String unfinished(PastedTranscript pasted, @Nullable Reply answer) {
        if (answer != null) {
            return "the reply to EHLO in the transcript does not end: its last line announces another line; paste the whole reply";
        }
        return pasted.helo() == null
                ? "the transcript ends before the reply to EHLO does"
                : "the transcript has a reply to HELO, which lists no verbs; send EHLO instead";
    }
}
