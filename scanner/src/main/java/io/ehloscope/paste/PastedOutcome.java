package io.ehloscope.paste;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.FailureEvidence;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Rejection;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.OtherProtocol;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.smtp.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts a pasted dialogue to the outcome that a live dialogue would have had. */
public final class PastedOutcome {

    /** The port of submission over implicit TLS (RFC 8314 section 3.3). */
    private static final int SUBMISSIONS = 465;

    /** The only reply to STARTTLS after which TLS begins (RFC 3207 section 4). */
    private static final int READY = 220;

    private PastedOutcome() {}

    /**
     * The outcome; {@code tls} means that the list was recorded inside TLS, and {@code port} is where: on a port of
     * implicit TLS, no STARTTLS led there.
     */
    public static ProbeOutcome outcome(PastedTranscript pasted, boolean tls, int port) {
        return FailureEvidence.weighed(read(pasted, tls, port));
    }

    private static ProbeOutcome read(PastedTranscript pasted, boolean tls, int port) {
        boolean withoutBeginning = !tls && lacksItsBeginning(pasted);
        boolean inside = (tls || withoutBeginning) && pasted.ehloTls() == null;
        Reply plain = inside ? null : pasted.ehlo();
        Reply encrypted = inside ? pasted.ehlo() : pasted.ehloTls();
        EhloReply ehlo = list(plain);
        EhloReply ehloTls = list(encrypted);
        Reply refusal = ehlo == null ? refusal(plain == null ? encrypted : plain) : null;
        boolean isImplicit = pasted.isTlsFromStart() || (tls && port == SUBMISSIONS);
        Observation seen = new Observation(
                null,
                pasted.greeting(),
                ehlo,
                refusal,
                positive(pasted.helo()),
                isImplicit ? null : starttls(pasted, ehlo, ehloTls),
                ehloTls,
                null,
                Timings.NONE,
                Transcript.EMPTY,
                remarks(pasted, withoutBeginning, plain, encrypted));
        if (refusal(pasted.greeting()) != null) {
            return new ProbeOutcome.Failed(failure(pasted, null), greeted(seen));
        }
        OtherProtocol other = pasted.greeting() == null ? null : OtherProtocol.greeting(pasted.greeting());
        boolean heloOnly = refusal != null && (seen.helo() != null || (isUnknownCommand(refusal) && other == null));
        if (ehlo != null || ehloTls != null || heloOnly) {
            return new ProbeOutcome.Answered(seen);
        }
        if (other != null && pasted.greeting() != null && plain == null && encrypted == null) {
            String detail = "the server speaks " + other.title() + ", not SMTP: "
                    + pasted.greeting().onOneLine();
            return new ProbeOutcome.Failed(Failure.of(Stage.GREETING, Reason.NOT_SMTP, detail), seen);
        }
        return new ProbeOutcome.Failed(failure(pasted, plain == null ? encrypted : plain), seen);
    }

    /** The observation of a dialogue that the greeting ends: whatever follows it says nothing about the server. */
    private static Observation greeted(Observation seen) {
        return new Observation(
                null,
                seen.greeting(),
                null,
                null,
                null,
                null,
                null,
                null,
                seen.timings(),
                seen.transcript(),
                seen.remarks());
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

    private static List<String> remarks(
            PastedTranscript pasted, boolean withoutBeginning, @Nullable Reply plain, @Nullable Reply encrypted) {
        List<String> all = new ArrayList<>(pasted.remarks());
        if (withoutBeginning) {
            all.add(
                    "The list has neither STARTTLS nor X-ANONYMOUSTLS, like a list inside TLS, and no greeting before it:"
                            + " it is read as recorded inside TLS.");
        }
        if (list(plain) != null && isCut(encrypted)) {
            all.add(
                    "The paste ends in the middle of the reply to EHLO inside TLS; only the reply before TLS was read.");
        }
        if (list(encrypted) != null && isCut(plain)) {
            all.add("The reply to EHLO before TLS does not end in the paste; only the reply inside TLS was read.");
        }
        return all;
    }

    private static boolean isCut(@Nullable Reply reply) {
        return reply != null && reply.isPositive() && !PastedTranscript.isWhole(reply);
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
        return PastedTranscript.isWhole(reply) ? EhloReply.of(reply) : null;
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
        if (ehlo == null) {
            return null;
        }
        if (!ehlo.verbs().has("STARTTLS")) {
            return Starttls.NOT_OFFERED;
        }
        return pasted.starttls() != null && pasted.starttls().code() != READY ? Starttls.FAILED : Starttls.OFFERED;
    }

    private static Failure failure(PastedTranscript pasted, @Nullable Reply answer) {
        Reply last = answer == null ? pasted.greeting() : answer;
        if (last == null || last.isPositive()) {
            return Failure.of(Stage.EHLO, Reason.TRUNCATED, unfinished(pasted, answer));
        }
        Stage stage = answer == null ? Stage.GREETING : Stage.EHLO;
        return Failure.by(last, stage, Rejection.reason(last), Rejection.words(last) + last.onOneLine());
    }

    private static String unfinished(PastedTranscript pasted, @Nullable Reply answer) {
        if (answer != null) {
            String read =
                    EhloReply.of(answer).verbs().stream().map(Verb::toString).collect(Collectors.joining(", "));
            return "the paste ends in the middle of the reply to EHLO, or leaves a part of it out"
                    + (read.isEmpty() ? "" : ", after " + read)
                    + ": paste the whole reply, up to the line end of its last line";
        }
        return pasted.helo() == null
                ? "the paste ends before the reply to EHLO; paste that reply too"
                : "the paste has a reply to HELO, which lists no verbs; send EHLO instead";
    }
}
