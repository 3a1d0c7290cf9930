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
 * The dialogue as a state machine: greeting, EHLO (or HELO if the server rejects EHLO), STARTTLS and a second EHLO if
 * the target's settings ask for it, QUIT; or all of it inside TLS, if TLS comes first. It is strictly lock-step: it
 * sends nothing before the whole reply to the last command has arrived.
 *
 * <p>It has no socket and no clock. Its driver reports events and their time (in nanoseconds of any fixed origin) and
 * carries out the returned {@link Action}. When {@link #deadline()} passes, the driver calls {@link #expired}. Once an
 * action is {@link Action.Close}, {@link #outcome()} is not null and nothing more happens. Not thread-safe.
 *
 * <p>Some servers use the last-line form within the list ({@code 250 DSN}, then {@code 250 TLS}). Reading such a list
 * to its end costs no time: replies with its code that arrive before the reply to the next command belong to the list. If such a list breaks off, it is truncated like any other, because the part that arrived is shorter than the
 * server's list. The reply to STARTTLS closes the list: what breaks off later belongs to its own stage.
 */
public final class Conversation {

    /** The bytes of all replies in a dialogue that are read, and the reply that crosses the bound. */
    static final long MAX_BYTES = 16_384;

    private final Attempt attempt;
    private final Deadlines deadlines;
    private final ObservationRecorder recorder;
    private final OutcomeBuilder outcome;
    private final ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);

    private Stage stage = Stage.CONNECT;
    private long lastArrival;

    /**
     * Creates a dialogue whose connect begins now.
     *
     * @param now the time in nanoseconds
     */
    public Conversation(Attempt attempt, long now) {
        this.attempt = attempt;
        this.deadlines = new Deadlines(attempt.timeouts(), now);
        this.recorder = new ObservationRecorder(attempt.address(), attempt.watch(), now);
        this.outcome = new OutcomeBuilder(recorder, attempt.ehloStage());
    }

    /** The time at which to call {@link #expired}, unless another event happens first. */
    public long deadline() {
        return deadlines.deadline();
    }

    /**
     * Reports how much of the stage this machine itself took for the computation of TLS. It moves the deadline of the
     * stage, but not that of the whole dialogue.
     *
     * @param nanos the time in nanoseconds since the stage began, not since the last call
     */
    public void ownTime(long nanos) {
        deadlines.ownTime(nanos);
    }

    /** The outcome; null until the dialogue has ended. */
    public @Nullable ProbeOutcome outcome() {
        return outcome.outcome();
    }

    /**
     * Whether the server has sent its greeting and awaits a command. A client that leaves now sends QUIT before it
     * closes the connection (RFC 5321 section 4.1.1.10), and does not wait for the reply.
     */
    public boolean isTalking() {
        return stage == Stage.EHLO || stage == Stage.HELO || stage == Stage.STARTTLS || stage == Stage.EHLO_TLS;
    }

    /** The connection is established. */
    public Action connected(long now) {
        if (outcome.isComplete()) {
            return Action.Close.CLOSE;
        }
        recorder.connected(now);
        enter(attempt.isTlsFirst() ? Stage.TLS : Stage.GREETING, now);
        return attempt.isTlsFirst() ? Action.Secure.SECURE : Action.Wait.WAIT;
    }

    /** Bytes arrived; consumes all of them. */
    public Action received(ByteBuffer bytes, long now) {
        Action action = outcome.isComplete() ? Action.Close.CLOSE : Action.Wait.WAIT;
        lastArrival = now;
        if (stage == Stage.TLS) {
            recorder.early(bytes, stage, now);
        }
        while (action instanceof Action.Wait) {
            if (reader.offset() > MAX_BYTES) {
                return outcome.tooMuch(
                        stage, "more than " + MAX_BYTES + " bytes in one dialogue", reader.unfinished(), now);
            }
            ReplyEvent event = reader.read(bytes);
            if (event == null) {
                recorder.unfinished(reader.completeLines(), now);
                return isAnswered() && !LateLines.continueList(reader.unfinished(), stage) ? afterEhlo(now) : action;
            }
            action = event instanceof ReplyEvent.Complete complete
                    ? replied(complete.reply(), bytes, now)
                    : outcome.violated(stage, (ReplyEvent.Violation) event, now);
        }
        return action;
    }

    /** The TLS handshake is complete. */
    public Action secured(PeerTls tls, long now) {
        if (outcome.isComplete()) {
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

    /** The TLS handshake failed; verbs that are already known stay in the outcome. */
    public Action notSecured(String detail, long now) {
        return broke(Reason.TLS_FAILED, detail, now);
    }

    /** The server sent more through TLS than a {@link io.ehloscope.tls.TlsGuard} allows. */
    public Action exceeded(String detail, long now) {
        return broke(stage == Stage.TLS ? Reason.TLS_FAILED : Reason.TOO_LARGE, detail, now);
    }

    /** The server closed the connection. */
    public Action closed(long now) {
        return reader.isMidReply()
                ? broke(Reason.TRUNCATED, "the server closed the connection in the middle of its reply", now)
                : broke(Reason.CLOSED, "the server closed the connection without a reply", now);
    }

    /** The connection failed, or was never established. */
    public Action broke(Reason reason, String detail, long now) {
        if (outcome.isComplete()) {
            return Action.Close.CLOSE;
        }
        if (stage == Stage.CONNECT && reason == Reason.RESET) {
            // Only an established connection can be reset. Which event arrives first is a matter of chance.
            stage = attempt.isTlsFirst() ? Stage.TLS : Stage.GREETING;
        }
        recorder.unfinished(reader.unfinished(), lastArrival);
        recorder.event(
                stage == Stage.QUIT && reason == Reason.CLOSED ? "the server closed the connection" : detail, now);
        return outcome.fail(stage, reason, detail, reader.unfinished(), now);
    }

    /** {@link #deadline()} has passed. If it {@link #isTalking()}, the driver sends QUIT before it closes. */
    public Action expired(long now) {
        if (outcome.isComplete()) {
            return Action.Close.CLOSE;
        }
        String sentence = deadlines.exceeded(stage, reader.isMidReply(), now);
        recorder.unfinished(reader.unfinished(), lastArrival);
        recorder.event(sentence, now);
        if (isTalking()) {
            recorder.sent(Command.QUIT, now);
        }
        return outcome.fail(stage, deadlines.reason(now), sentence, reader.unfinished(), now);
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
        reader.skipStars(LateLines.isStarred(reply));
        recorder.early(rest, stage, now);
        return attempt.opening() == Attempt.Opening.HELO
                ? say(Command.helo(attempt.ehloName()), Stage.HELO, now)
                : say(Command.ehlo(attempt.ehloName()), attempt.ehloStage(), now);
    }

    /** Waits after a positive reply, so that further lines in the same bytes are read as part of the list. */
    private Action answeredEhlo(Reply reply, long now) {
        if (Refusal.isNone(reply)) {
            recorder.ehlo(stage, reply, now);
            return moreOrTooMuch(true, now);
        }
        if (isAnswered()) {
            return reply.code() == Refusal.CLOSING ? outcome.complete(now) : afterEhlo(now);
        }
        if (stage != attempt.ehloStage()) {
            recorder.failedLater(Refusal.later(stage, reply));
            return say(Command.QUIT, Stage.QUIT, now);
        }
        recorder.ehloRefused(stage, reply, now);
        return Refusal.allowsHelo(reply) ? say(Command.helo(attempt.ehloName()), Stage.HELO, now) : refuse(reply, now);
    }

    /** Whether the EHLO of the current stage was answered, so that only late lines can follow. */
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
        boolean ready = reply.code() == Refusal.READY;
        if (!ready && recorder.continuesList(reply) && LateLines.canBeVerbs(reply)) {
            return moreOrTooMuch(recorder.addLate(reply), now);
        }
        recorder.ended(Stage.STARTTLS, now);
        recorder.adoptLate(true);
        recorder.closeList();
        if (ready || !Refusal.isClosing(rest)) {
            recorder.early(rest, stage, now);
        }
        if (!ready) {
            recorder.starttls(Starttls.FAILED);
            recorder.failedLater(Refusal.later(stage, reply));
            return say(Command.QUIT, Stage.QUIT, now);
        }
        enter(Stage.TLS, now);
        return Action.Secure.SECURE;
    }

    private Action answeredQuit(Reply reply, long now) {
        if (Refusal.isNone(reply) && recorder.continuesList(reply)) {
            return moreOrTooMuch(recorder.addLate(reply), now);
        }
        if (reply.code() == Refusal.CLOSING) {
            recorder.ended(Stage.QUIT, now);
        }
        recorder.adoptLate(true);
        return outcome.complete(now);
    }

    private Action moreOrTooMuch(boolean accepted, long now) {
        return accepted && recorder.listLines() <= ReplyLimits.DEFAULT.lines()
                ? Action.Wait.WAIT
                : outcome.tooMuch(stage, "more lines than any server has verbs", reader.unfinished(), now);
    }

    private Action refuse(Reply reply, long now) {
        Failure failure = Refusal.of(stage, reply);
        outcome.failed(failure);
        boolean acceptsQuit = failure.reason() != Reason.NOT_SMTP && failure.reason() != Reason.CLOSED;
        return acceptsQuit ? say(Command.QUIT, Stage.QUIT, now) : outcome.complete(now);
    }

    private Action say(Command command, Stage next, long now) {
        recorder.sent(command, now);
        enter(next, now);
        return new Action.Say(command);
    }

    private void enter(Stage next, long now) {
        stage = next;
        recorder.began(next, now);
        deadlines.enter(next, now);
    }
}
