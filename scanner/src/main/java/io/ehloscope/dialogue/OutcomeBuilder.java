package io.ehloscope.dialogue;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.FailureEvidence;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.smtp.ReplyEvent;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the outcome of a {@link Conversation} from its record and the reason why it ended. */
final class OutcomeBuilder {

    private final ObservationRecorder recorder;
    private final Stage ehlo;
    private @Nullable Failure failure;
    private @Nullable ProbeOutcome outcome;

    /**
     * Builds the outcome from this recorder.
     *
     * @param ehlo the stage of the EHLO whose reply decides the outcome: the one inside TLS if TLS comes first
     */
    OutcomeBuilder(ObservationRecorder recorder, Stage ehlo) {
        this.recorder = recorder;
        this.ehlo = ehlo;
    }

    /** The outcome; null until the dialogue has ended. */
    @Nullable
    ProbeOutcome outcome() {
        return outcome;
    }

    /** Whether the outcome exists, so that nothing more happens. */
    boolean isComplete() {
        return outcome != null;
    }

    /** Sets the failure of the outcome; the dialogue still sends QUIT. */
    void failed(Failure what) {
        failure = what;
    }

    /** Ends the dialogue: the outcome is built from what is recorded now. */
    Action complete(long now) {
        if (outcome == null) {
            recorder.adoptLate(false);
            outcome = FailureEvidence.weighed(
                    failure == null
                            ? new ProbeOutcome.Answered(recorder.observation(now))
                            : new ProbeOutcome.Failed(failure, recorder.observation(now)));
        }
        return Action.Close.CLOSE;
    }

    /**
     * A stage failed. Once EHLO is answered, only the later stages are lost, unless the unfinished reply continues the
     * list. A closed list is never lost.
     */
    Action fail(Stage stage, Reason reason, String detail, List<ReplyLine> unfinished, long now) {
        if (failure == null && recorder.hasList() && LateLines.continueList(unfinished, stage)) {
            return listIsTruncated(reason, detail, now);
        }
        if (stage == Stage.QUIT) {
            return complete(now); // the reply to QUIT does not change the outcome
        }
        if (recorder.hasEhlo(ehlo)) {
            recordLaterFailure(stage, reason, detail);
        } else {
            failure = Failure.of(stage, reason, detail);
        }
        return complete(now);
    }

    /** The server sent more than is read. If the excess belongs to a list, the list is dropped. */
    Action tooMuch(Stage stage, String detail, List<ReplyLine> unfinished, long now) {
        recorder.event(detail + "; the rest was not read", now);
        boolean belongsToList = stage == Stage.EHLO
                || stage == Stage.EHLO_TLS
                || recorder.hasLate()
                || LateLines.continueList(unfinished, stage);
        return recorder.hasList() && failure == null && belongsToList
                ? listIsTruncated(Reason.TOO_LARGE, detail, now)
                : fail(stage, Reason.TOO_LARGE, detail, unfinished, now);
    }

    /** The bytes are not a reply, or exceed a bound. */
    Action violated(Stage stage, ReplyEvent.Violation violation, long now) {
        recorder.unfinished(violation.lines(), now);
        boolean tls = violation.kind() == ReplyEvent.Kind.TLS;
        if (stage == Stage.GREETING && !tls && !violation.lines().isEmpty()) {
            recorder.greeted(violation.lines(), now); // a firewall may have replaced even the code with asterisks
        }
        String sentence = violation.sentence(ReplyLimits.DEFAULT);
        if (!violation.kind().isTooLarge()) {
            String detail = tls ? sentence : sentence + ": " + recorder.lastLine();
            return fail(stage, Reason.NOT_SMTP, detail, violation.lines(), now);
        }
        recorder.event(sentence + "; the rest was not read", now);
        return fail(stage, Reason.TOO_LARGE, sentence, violation.lines(), now);
    }

    /** A list continues after its apparent end, and does not arrive completely: the whole list is dropped. */
    private Action listIsTruncated(Reason reason, String detail, long now) {
        Stage stage = recorder.dropList();
        if (stage == ehlo) {
            failure = Failure.of(stage, reason, detail);
        } else {
            recordLaterFailure(stage, reason, detail);
        }
        return complete(now);
    }

    private void recordLaterFailure(Stage stage, Reason reason, String detail) {
        recorder.failedLater(Failure.of(stage, reason, detail));
        if (stage == Stage.STARTTLS || stage == Stage.TLS) {
            recorder.starttls(reason == Reason.OVERLOADED ? Starttls.OFFERED : Starttls.FAILED);
        }
    }
}
