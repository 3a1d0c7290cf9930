package io.ehloscope.dialogue;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.smtp.Command;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyEvent;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The dialogue as a state machine: greeting, EHLO (or HELO where that is refused), STARTTLS and EHLO again where asked
 * for, QUIT; or all of it inside TLS, where that comes first. Strictly lock-step: nothing is said before the whole reply
 * to what was said last.
 *
 * <p>It has no socket and no clock. Whoever drives it tells it what happened and when (nanoseconds of any fixed origin)
 * and does what the {@link Action} says; {@link #deadline()} is when to call {@link #expired}. Once a move is
 * {@link Action.Close}, {@link #outcome()} is there and nothing more happens. Not thread-safe.
 *
 * <p>A server that writes the last-line form in mid-list ({@code 250 DSN}, then {@code 250 TLS}) is read on at no cost of
 * time: replies of the 2yz class that come before the reply to our next command belong to the list. Where such a list
 * breaks off, it is truncated like any other: what is left of it would be a shorter list than the server has. The reply to
 * STARTTLS closes the list: what breaks off after it belongs to its own stage.
 */
public final class Conversation {

    /** No dialogue is read further than this, all replies together. */
    static final long MAX_BYTES = 16_384;

    private final Attempt attempt;
    private final Deadlines bounds;
    private final ObservationRecorder recorder;
    private final OutcomeBuilder outcome;
    private final ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);

    private Stage stage = Stage.CONNECT;

    /** A dialogue whose connect begins now. */
    public Conversation(Attempt attempt, long now) {
        this.attempt = attempt;
        this.bounds = new Deadlines(attempt.timeouts(), now);
        this.recorder = new ObservationRecorder(attempt.address(), now);
        this.outcome = new OutcomeBuilder(recorder, attempt.ehloStage());
    }

    /** When to call {@link #expired}, unless something else happens first. */
    public long deadline() {
        return bounds.deadline();
    }

    /**
     * So many nanoseconds of the stage were this machine's own time, because of the computing that TLS takes: the deadline
     * moves by them, but for that of the whole dialogue.
     */
    public void excuse(long nanos) {
        bounds.excuse(nanos);
    }

    /** How it ended; null until it has. */
    public @Nullable ProbeOutcome outcome() {
        return outcome.outcome();
    }

    /**
     * Whether the server has greeted us, and awaits more: whoever leaves now says QUIT before the connection is closed, and
     * waits for nothing (RFC 5321 section 4.1.1.10).
     */
    public boolean isTalking() {
        return stage == Stage.EHLO || stage == Stage.HELO || stage == Stage.STARTTLS || stage == Stage.EHLO_TLS;
    }

    /** The connection is up. */
    public Action connected(long now) {
        if (outcome.isDrawn()) {
            return Action.Close.CLOSE;
        }
        recorder.connected(now);
        enter(attempt.isTlsFirst() ? Stage.TLS : Stage.GREETING, now);
        return attempt.isTlsFirst() ? Action.Secure.SECURE : Action.Wait.WAIT;
    }

    /** Bytes came; all of them are taken. */
    public Action received(ByteBuffer bytes, long now) {
        Action move = outcome.isDrawn() ? Action.Close.CLOSE : Action.Wait.WAIT;
        if (stage == Stage.TLS) {
            recorder.early(bytes, stage, now);
        }
        while (move instanceof Action.Wait) {
            if (reader.offset() > MAX_BYTES) {
                return outcome.tooMuch(
                        stage, "more than " + MAX_BYTES + " bytes in one dialogue", reader.unfinished(), now);
            }
            ReplyEvent event = reader.read(bytes);
            if (event == null) {
                return isAnswered() && !LateLines.areMore(reader.unfinished(), stage) ? afterEhlo(now) : move;
            }
            move = event instanceof ReplyEvent.Complete complete
                    ? replied(complete.reply(), bytes, now)
                    : outcome.violated(stage, (ReplyEvent.Violation) event, now);
        }
        return move;
    }

    /** The TLS handshake is done. */
    public Action secured(PeerTls tls, long now) {
        if (outcome.isDrawn()) {
            return Action.Close.CLOSE;
        }
        recorder.secured(tls, now);
        if (attempt.isTlsFirst()) {
            enter(Stage.GREETING, now);
            return Action.Wait.WAIT;
        }
        recorder.starttls(Starttls.NEGOTIATED);
        return say(Command.ehlo(attempt.ehloName()), Stage.EHLO_TLS, now);
    }

    /** The TLS handshake failed; the plain verbs, where there are any, stay known. */
    public Action notSecured(String detail, long now) {
        return broke(Reason.TLS_FAILED, detail, now);
    }

    /** More came through TLS than any server has to send beside its replies. */
    public Action exceeded(String detail, long now) {
        return broke(stage == Stage.TLS ? Reason.TLS_FAILED : Reason.TOO_LARGE, detail, now);
    }

    /** The server closed the connection. */
    public Action closed(long now) {
        return reader.isMidReply()
                ? broke(Reason.TRUNCATED, "the server closed the connection in the middle of its reply", now)
                : broke(Reason.CLOSED, "the server closed the connection without a reply", now);
    }

    /** The connection broke, or never came about. */
    public Action broke(Reason reason, String detail, long now) {
        if (outcome.isDrawn()) {
            return Action.Close.CLOSE;
        }
        if (stage == Stage.CONNECT && reason == Reason.RESET) {
            // Only what was connected can be reset; whether that was noticed first is chance.
            stage = attempt.isTlsFirst() ? Stage.TLS : Stage.GREETING;
        }
        recorder.unfinished(reader.unfinished(), now);
        recorder.event(
                stage == Stage.QUIT && reason == Reason.CLOSED ? "the server closed the connection" : detail, now);
        return outcome.fail(stage, reason, detail, reader.unfinished(), now);
    }

    /** {@link #deadline()} has passed. Where it {@link #isTalking()}, QUIT is to be said before the connection is closed. */
    public Action expired(long now) {
        if (outcome.isDrawn()) {
            return Action.Close.CLOSE;
        }
        String sentence = bounds.exceeded(stage, reader.isMidReply(), now);
        recorder.unfinished(reader.unfinished(), now);
        recorder.event(sentence, now);
        if (isTalking()) {
            recorder.sent(Command.QUIT, now);
        }
        return outcome.fail(stage, bounds.reason(now), sentence, reader.unfinished(), now);
    }

    private Action replied(Reply reply, ByteBuffer rest, long now) {
        recorder.received(reply, now);
        return switch (stage) {
            case GREETING -> greeted(reply, rest, now);
            case EHLO, EHLO_TLS -> answeredEhlo(reply, now);
            case HELO -> answeredHelo(reply, now);
            case STARTTLS -> answeredStarttls(reply, rest, now);
            case QUIT -> answeredQuit(reply, now);
            case DNS, CONNECT, TLS -> Action.Wait.WAIT;
        };
    }

    private Action greeted(Reply reply, ByteBuffer rest, long now) {
        recorder.greeting(reply, now);
        if (!Refusal.isNone(reply)) {
            return refuse(reply, now);
        }
        reader.passOverStars(LateLines.isStarred(reply));
        recorder.early(rest, stage, now);
        return attempt.opening() == Attempt.Opening.HELO
                ? say(Command.helo(attempt.ehloName()), Stage.HELO, now)
                : say(Command.ehlo(attempt.ehloName()), attempt.ehloStage(), now);
    }

    /** Waits after a positive reply, so that what lies behind it in the same bytes is read as more of it. */
    private Action answeredEhlo(Reply reply, long now) {
        if (Refusal.isNone(reply)) {
            recorder.ehlo(stage, reply, now);
            return moreOrTooMuch(true, now);
        }
        if (isAnswered()) {
            return reply.code() == Refusal.FAREWELL ? outcome.draw(now) : afterEhlo(now);
        }
        if (stage != attempt.ehloStage()) {
            recorder.remark("EHLO inside TLS is refused: " + reply.onOneLine());
            return say(Command.QUIT, Stage.QUIT, now);
        }
        recorder.ehloRefused(stage, reply, now);
        return Refusal.invitesHelo(reply) ? say(Command.helo(attempt.ehloName()), Stage.HELO, now) : refuse(reply, now);
    }

    /** Whether the EHLO of this very stage was answered, so that only late lines can come. */
    private boolean isAnswered() {
        return (stage == Stage.EHLO || stage == Stage.EHLO_TLS) && recorder.hasEhlo(stage);
    }

    private Action afterEhlo(long now) {
        if (stage == Stage.EHLO_TLS || attempt.starttls() == StarttlsMode.OFF) {
            return say(Command.QUIT, Stage.QUIT, now);
        }
        boolean offered = recorder.offersStarttls();
        recorder.starttls(offered ? Starttls.OFFERED : Starttls.NOT_OFFERED);
        return offered && attempt.starttls() == StarttlsMode.NEGOTIATE
                ? say(Command.STARTTLS, Stage.STARTTLS, now)
                : say(Command.QUIT, Stage.QUIT, now);
    }

    private Action answeredHelo(Reply reply, long now) {
        if (!Refusal.isNone(reply)) {
            return refuse(reply, now);
        }
        recorder.helo(reply, now);
        return say(Command.QUIT, Stage.QUIT, now);
    }

    private Action answeredStarttls(Reply reply, ByteBuffer rest, long now) {
        if (Refusal.isNone(reply) && reply.code() != Refusal.READY) {
            return moreOrTooMuch(recorder.holdLate(reply), now);
        }
        recorder.ended(Stage.STARTTLS, now);
        recorder.adoptLate(true);
        recorder.closeList();
        if (reply.code() != Refusal.READY) {
            recorder.starttls(Starttls.FAILED);
            recorder.remark("STARTTLS is offered, but refused when requested: " + reply.onOneLine());
            return say(Command.QUIT, Stage.QUIT, now);
        }
        recorder.early(rest, stage, now);
        enter(Stage.TLS, now);
        return Action.Secure.SECURE;
    }

    private Action answeredQuit(Reply reply, long now) {
        if (Refusal.isNone(reply) && recorder.hasList()) {
            return moreOrTooMuch(recorder.holdLate(reply), now);
        }
        if (reply.code() == Refusal.FAREWELL) {
            recorder.ended(Stage.QUIT, now);
        }
        recorder.adoptLate(true);
        return outcome.draw(now);
    }

    private Action moreOrTooMuch(boolean taken, long now) {
        return taken && recorder.listLines() <= ReplyLimits.DEFAULT.lines()
                ? Action.Wait.WAIT
                : outcome.tooMuch(stage, "more lines than any server has verbs", reader.unfinished(), now);
    }

    private Action refuse(Reply reply, long now) {
        Failure failure = Refusal.of(stage, reply);
        outcome.failed(failure);
        boolean listens = failure.reason() != Reason.NOT_SMTP && failure.reason() != Reason.CLOSED;
        return listens ? say(Command.QUIT, Stage.QUIT, now) : outcome.draw(now);
    }

    private Action say(Command command, Stage next, long now) {
        recorder.sent(command, now);
        enter(next, now);
        return new Action.Say(command);
    }

    private void enter(Stage next, long now) {
        stage = next;
        recorder.began(now);
        bounds.enter(next, now);
    }
}
