package io.ehloscope.evidence;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.OtherProtocol;
import io.ehloscope.smtp.Reply;
import io.ehloscope.text.Printable;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a whole dialogue shows that its last event alone does not: that the server speaks another protocol, or
 * that it refused EHLO for good although HELO got no answer. Pure.
 */
public final class FailureEvidence {

    private static final int GREETING = 220;
    private static final int QUOTED_CHARS = 300;

    private static final Set<Reason> REJECTED =
            EnumSet.of(Reason.REJECTED_PERMANENTLY, Reason.REJECTED_TEMPORARILY, Reason.RATE_LIMITED);
    private static final Set<Reason> NO_ANSWER =
            EnumSet.of(Reason.TIMEOUT, Reason.CLOSED, Reason.RESET, Reason.TRUNCATED);
    private static final Set<Stage> REPLIES = EnumSet.of(Stage.GREETING, Stage.EHLO, Stage.HELO, Stage.EHLO_TLS);

    private FailureEvidence() {}

    /**
     * The outcome by everything that was observed.
     *
     * <ul>
     *   <li>A server that calls itself FTP, LMTP or NNTP, and accepts neither EHLO nor HELO or answers without a verb,
     *       does not speak SMTP. Nor does one whose greeting has another code than 220, if it accepts neither.
     *   <li>If EHLO was refused for good and HELO got no complete answer, the refusal is the failure. The missing answer becomes
     *       the later failure.
     * </ul>
     */
    public static ProbeOutcome weighed(ProbeOutcome outcome) {
        if (outcome instanceof ProbeOutcome.Failed failed) {
            return weighed(failed);
        }
        Observation seen = outcome.observation();
        Reply greeting = seen.greeting();
        EhloReply reply = seen.reply();
        if (!(outcome instanceof ProbeOutcome.Answered) || greeting == null || reply == null || hasVerb(seen)) {
            return outcome;
        }
        OtherProtocol other = OtherProtocol.greeting(greeting);
        return other == null
                ? outcome
                : new ProbeOutcome.Failed(
                        Failure.of(
                                ehloStage(seen),
                                Reason.NOT_SMTP,
                                speaks(other, greeting) + ", and the reply to EHLO has no verb"),
                        seen);
    }

    private static ProbeOutcome weighed(ProbeOutcome.Failed failed) {
        Failure failure = failed.failure();
        Observation seen = failed.observation();
        Reply refusal = refusalWithoutHelo(failure, seen);
        if (refusal == null && !(REPLIES.contains(failure.stage()) && REJECTED.contains(failure.reason()))) {
            return failed;
        }
        boolean forGood = refusal != null || failure.reason() == Reason.REJECTED_PERMANENTLY;
        String other = otherProtocol(failure, seen, forGood);
        if (other != null) {
            return new ProbeOutcome.Failed(
                    new Failure(failure.stage(), Reason.NOT_SMTP, other, failure.code(), failure.enhancedCode()), seen);
        }
        if (refusal == null) {
            return failed;
        }
        Failure refused = Failure.by(
                refusal, ehloStage(seen), Reason.REJECTED_PERMANENTLY, "rejected permanently: " + quoted(refusal));
        return new ProbeOutcome.Failed(refused, seen.withLaterFailure(failure));
    }

    /** The permanent refusal of EHLO after which HELO got no complete answer; null if that is not what happened. */
    private static @Nullable Reply refusalWithoutHelo(Failure failure, Observation seen) {
        Reply refusal = seen.ehloRefusal();
        return failure.stage() == Stage.HELO
                        && NO_ANSWER.contains(failure.reason())
                        && refusal != null
                        && refusal.isPermanent()
                ? refusal
                : null;
    }

    private static @Nullable String otherProtocol(Failure failure, Observation seen, boolean forGood) {
        Reply refusal = seen.ehloRefusal();
        OtherProtocol refusing = refusal == null ? null : OtherProtocol.refusing(refusal);
        if (refusal != null && refusing != null) {
            return speaks(refusing, refusal);
        }
        Reply greeting = seen.greeting();
        if (greeting == null) {
            return null;
        }
        OtherProtocol greets = OtherProtocol.greeting(greeting);
        if (greets != null) {
            return speaks(greets, greeting) + (failure.stage() == Stage.GREETING ? "" : "; then: " + failure.detail());
        }
        return forGood && greeting.isPositive() && greeting.code() != GREETING
                ? "the greeting has reply code " + greeting.code() + " instead of 220, as no SMTP server sends it: "
                        + quoted(greeting) + "; then: " + failure.detail()
                : null;
    }

    /** The stage of the EHLO that decides the outcome: inside TLS if the connection began with TLS. */
    private static Stage ehloStage(Observation seen) {
        return seen.ehlo() == null && (seen.tls() != null || seen.ehloTls() != null) ? Stage.EHLO_TLS : Stage.EHLO;
    }

    private static boolean hasVerb(Observation seen) {
        return (seen.ehlo() != null && !seen.ehlo().verbs().isEmpty())
                || (seen.ehloTls() != null && !seen.ehloTls().verbs().isEmpty());
    }

    private static String speaks(OtherProtocol other, Reply reply) {
        return "the server speaks " + other.title() + ", not SMTP: " + quoted(reply);
    }

    private static String quoted(Reply reply) {
        return Printable.cut(reply.onOneLine(), QUOTED_CHARS);
    }
}
