package io.ehloscope.dialogue;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.smtp.ReplyEvent;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Conversation} comes to when it cannot go on: what of it is known, and what that amounts to. */
final class OutcomeBuilder {

    private final ObservationRecorder recorder;
    private final Stage ehlo;
    private @Nullable Failure failure;
    private @Nullable ProbeOutcome outcome;

    /**
     * Of what is in this notebook.
     *
     * @param ehlo the stage of the EHLO that everything rests on: inside TLS where that comes first
     */
    OutcomeBuilder(ObservationRecorder recorder, Stage ehlo) {
        this.recorder = recorder;
        this.ehlo = ehlo;
    }

    /** How it ended; null until it has. */
    @Nullable
    ProbeOutcome outcome() {
        return outcome;
    }

    /** Whether the outcome is there, so that nothing more happens. */
    boolean isDrawn() {
        return outcome != null;
    }

    /** It will come to this failure, once the farewell is over. */
    void failed(Failure what) {
        failure = what;
    }

    /** The end: the outcome is what is known now. */
    Action draw(long now) {
        if (outcome == null) {
            recorder.adoptLate(false);
            outcome = failure == null
                    ? new ProbeOutcome.Answered(recorder.observation(now))
                    : new ProbeOutcome.Failed(failure, recorder.observation(now));
        }
        return Action.Close.CLOSE;
    }

    /**
     * A stage cannot be brought to its end. Once EHLO is answered, that costs only what would have come later, unless
     * the list continues in what has come of an unfinished reply. A list that is closed is never lost.
     */
    Action fail(Stage stage, Reason reason, String detail, List<ReplyLine> unfinished, long now) {
        if (failure == null && recorder.hasList() && LateLines.areMore(unfinished, stage)) {
            return listLost(reason, detail, now);
        }
        if (stage == Stage.QUIT) {
            return draw(now); // what is known stays known, whatever is said after QUIT
        }
        if (recorder.hasEhlo(ehlo)) {
            lostLater(stage, reason, detail);
        } else {
            failure = Failure.of(stage, reason, detail);
        }
        return draw(now);
    }

    /** More came than is read of any server. A list that this was part of is then none. */
    Action tooMuch(Stage stage, String detail, List<ReplyLine> unfinished, long now) {
        recorder.event(detail + "; the rest was not read", now);
        boolean isOfTheList = stage == Stage.EHLO
                || stage == Stage.EHLO_TLS
                || recorder.holdsLate()
                || LateLines.areMore(unfinished, stage);
        return recorder.hasList() && failure == null && isOfTheList
                ? listLost(Reason.TOO_LARGE, detail, now)
                : fail(stage, Reason.TOO_LARGE, detail, unfinished, now);
    }

    /** The bytes are no reply, or too much of one. */
    Action violated(Stage stage, ReplyEvent.Violation violation, long now) {
        recorder.unfinished(violation.lines(), now);
        if (stage == Stage.GREETING && !violation.lines().isEmpty()) {
            recorder.greeted(violation.lines(), now); // a firewall may have starred out even the code
        }
        String sentence = violation.sentence(ReplyLimits.DEFAULT);
        if (violation.kind() == ReplyEvent.Kind.NOT_SMTP) {
            return fail(stage, Reason.NOT_SMTP, sentence + ": " + recorder.lastLine(), violation.lines(), now);
        }
        if (violation.kind() == ReplyEvent.Kind.TLS) {
            return fail(stage, Reason.NOT_SMTP, sentence, violation.lines(), now);
        }
        recorder.event(sentence + "; the rest was not read", now);
        return fail(stage, Reason.TOO_LARGE, sentence, violation.lines(), now);
    }

    /** The list that seemed to have ended goes on, and its end is not to be had: less than the whole is not known. */
    private Action listLost(Reason reason, String detail, long now) {
        Stage lost = recorder.forgetList();
        if (lost == ehlo) {
            failure = Failure.of(lost, reason, detail);
        } else {
            lostLater(lost, reason, detail);
        }
        return draw(now);
    }

    private void lostLater(Stage stage, Reason reason, String detail) {
        recorder.remark("at " + stage.label() + ", after EHLO was answered: " + detail);
        if (stage == Stage.STARTTLS || stage == Stage.TLS) {
            recorder.starttls(reason == Reason.OVERLOADED ? Starttls.OFFERED : Starttls.FAILED);
        }
    }
}
