package io.ehloscope.cli;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.PastedTranscript;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pasted dialogue as the outcome that a live one would have had. */
final class Recorded {

    private Recorded() {}

    /** The outcome; {@code tls} says that the list was recorded inside TLS. */
    static ProbeOutcome outcome(PastedTranscript pasted, boolean tls) {
        Reply greeting = pasted.greeting();
        Reply ehlo = pasted.ehlo();
        if (ehlo != null && ehlo.isPositive() && isWhole(ehlo)) {
            EhloReply read = EhloReply.of(ehlo);
            return new ProbeOutcome.Answered(tls ? insideTls(greeting, read) : Observation.ofReplies(greeting, read));
        }
        Observation seen = new Observation(
                null, greeting, null, ehlo, null, null, null, null, Timings.NONE, Transcript.EMPTY, List.of());
        Reply last = ehlo == null ? greeting : ehlo;
        return new ProbeOutcome.Failed(failure(ehlo == null ? Stage.GREETING : Stage.EHLO, last), seen);
    }

    /** A list that was cut short must not be read as a shorter list. */
    private static boolean isWhole(Reply reply) {
        return reply.lines().get(reply.lines().size() - 1).isLast();
    }

    private static Observation insideTls(@Nullable Reply greeting, EhloReply read) {
        return new Observation(
                null,
                greeting,
                null,
                null,
                null,
                Starttls.NEGOTIATED,
                read,
                null,
                Timings.NONE,
                Transcript.EMPTY,
                List.of());
    }

    private static Failure failure(Stage stage, @Nullable Reply last) {
        if (last == null || last.isPositive()) {
            return Failure.of(Stage.EHLO, Reason.TRUNCATED, "the transcript ends before the reply to EHLO does");
        }
        Reason reason = last.isTransient() ? Reason.REJECTED_TEMPORARILY : Reason.REJECTED_PERMANENTLY;
        return new Failure(stage, reason, "turned away: " + last.onOneLine(), last.code());
    }
}
