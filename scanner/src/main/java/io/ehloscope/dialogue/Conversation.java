package io.ehloscope.dialogue;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.inventory.Settings.StarttlsMode;
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
 * and does what the {@link Move} says; {@link #deadline()} is when to call {@link #expired}. Once a move is
 * {@link Move.Close}, {@link #outcome()} is there and nothing more happens. Not thread-safe.
 *
 * <p>A server that writes the last-line form in mid-list ({@code 250 DSN}, then {@code 250 TLS}) is read on at no cost of
 * time: replies of the 2yz class that come before the reply to our next command belong to the list.
 */
public final class Conversation {

    /** No dialogue is read further than this, all replies together. */
    static final long MAX_BYTES = 65_536;

    private final Errand errand;
    private final Bounds bounds;
    private final Notebook notebook;
    private final ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);

    private Stage stage = Stage.CONNECT;
    private @Nullable Failure failure;
    private @Nullable ProbeOutcome outcome;

    /** A dialogue whose connect begins now. */
    public Conversation(Errand errand, long now) {
        this.errand = errand;
        this.bounds = new Bounds(errand.timeouts(), now);
        this.notebook = new Notebook(errand.address(), now);
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
        return outcome;
    }

    /** The connection is up. */
    public Move connected(long now) {
        notebook.connected(now);
        enter(errand.isTlsFirst() ? Stage.TLS : Stage.GREETING, now);
        return errand.isTlsFirst() ? Move.Secure.SECURE : Move.Wait.WAIT;
    }

    /** Bytes came; all of them are taken. */
    public Move received(ByteBuffer bytes, long now) {
        Move move = outcome == null ? Move.Wait.WAIT : Move.Close.CLOSE;
        if (stage == Stage.TLS) {
            notebook.early(bytes, Stage.TLS);
        }
        while (move instanceof Move.Wait) {
            if (reader.offset() > MAX_BYTES) {
                return fail(Reason.TOO_LARGE, "more than " + MAX_BYTES + " bytes in one dialogue", now);
            }
            ReplyEvent event = reader.read(bytes);
            if (event == null) {
                return isAnswered() ? afterEhlo(now) : move;
            }
            move = event instanceof ReplyEvent.Complete complete
                    ? replied(complete.reply(), bytes, now)
                    : violated((ReplyEvent.Violation) event, now);
        }
        return move;
    }

    /** The TLS handshake is done. */
    public Move secured(PeerTls tls, long now) {
        notebook.secured(tls, now);
        if (errand.isTlsFirst()) {
            enter(Stage.GREETING, now);
            return Move.Wait.WAIT;
        }
        notebook.starttls(Starttls.NEGOTIATED);
        return say(Command.ehlo(errand.ehloName()), Stage.EHLO_TLS, now);
    }

    /** The TLS handshake failed; the plain verbs, where there are any, stay known. */
    public Move notSecured(String detail, long now) {
        notebook.event(detail, now);
        return fail(Reason.TLS_FAILED, detail, now);
    }

    /** The server closed the connection. */
    public Move closed(long now) {
        return reader.isMidReply()
                ? broke(Reason.TRUNCATED, "the server closed the connection in the middle of its reply", now)
                : broke(Reason.CLOSED, "the server closed the connection without a reply", now);
    }

    /** The connection broke, or never came about. */
    public Move broke(Reason reason, String detail, long now) {
        if (outcome != null || stage == Stage.QUIT) {
            return end(now);
        }
        if (stage == Stage.CONNECT && reason == Reason.RESET) {
            // Only what was connected can be reset; whether that was noticed first is chance.
            stage = errand.isTlsFirst() ? Stage.TLS : Stage.GREETING;
        }
        notebook.unfinished(reader.unfinished(), now);
        notebook.event(detail, now);
        return fail(reason, detail, now);
    }

    /** {@link #deadline()} has passed. */
    public Move expired(long now) {
        if (outcome != null || stage == Stage.QUIT) {
            return end(now);
        }
        String sentence = bounds.exceeded(stage, reader.isMidReply(), now);
        notebook.unfinished(reader.unfinished(), now);
        notebook.event(sentence, now);
        return fail(bounds.isOurFault(now) ? Reason.OVERLOADED : Reason.TIMEOUT, sentence, now);
    }

    private Move replied(Reply reply, ByteBuffer rest, long now) {
        notebook.received(reply, now);
        return switch (stage) {
            case GREETING -> greeted(reply, rest, now);
            case EHLO, EHLO_TLS -> answeredEhlo(reply, now);
            case HELO -> answeredHelo(reply, now);
            case STARTTLS -> answeredStarttls(reply, rest, now);
            case QUIT -> answeredQuit(reply, now);
            case DNS, CONNECT, TLS -> Move.Wait.WAIT;
        };
    }

    private Move greeted(Reply reply, ByteBuffer rest, long now) {
        notebook.greeting(reply, now);
        if (!reply.isPositive()) {
            return refuse(reply, now);
        }
        notebook.early(rest, Stage.GREETING);
        return errand.opening() == Errand.Opening.HELO
                ? say(Command.helo(errand.ehloName()), Stage.HELO, now)
                : say(Command.ehlo(errand.ehloName()), errand.ehloStage(), now);
    }

    /** Waits after a positive reply, so that what lies behind it in the same bytes is read as more of it. */
    private Move answeredEhlo(Reply reply, long now) {
        if (reply.isPositive()) {
            notebook.ehlo(stage, reply, now);
            return notebook.ehloLines() > ReplyLimits.DEFAULT.lines()
                    ? fail(Reason.TOO_LARGE, "more lines than any server has verbs", now)
                    : Move.Wait.WAIT;
        }
        if (isAnswered()) {
            return afterEhlo(now);
        }
        if (stage != errand.ehloStage()) {
            notebook.remark("EHLO inside TLS is refused: " + reply.onOneLine());
            return say(Command.QUIT, Stage.QUIT, now);
        }
        notebook.ehloRefused(stage, reply, now);
        return Refusal.invitesHelo(reply) ? say(Command.helo(errand.ehloName()), Stage.HELO, now) : refuse(reply, now);
    }

    /** Whether the EHLO of this very stage was answered, so that only late lines can come. */
    private boolean isAnswered() {
        return (stage == Stage.EHLO || stage == Stage.EHLO_TLS) && notebook.hasEhlo(stage);
    }

    private Move afterEhlo(long now) {
        if (stage == Stage.EHLO_TLS || errand.starttls() == StarttlsMode.OFF) {
            return say(Command.QUIT, Stage.QUIT, now);
        }
        boolean offered = notebook.offersStarttls();
        notebook.starttls(offered ? Starttls.OFFERED : Starttls.NOT_OFFERED);
        return offered && errand.starttls() == StarttlsMode.NEGOTIATE
                ? say(Command.STARTTLS, Stage.STARTTLS, now)
                : say(Command.QUIT, Stage.QUIT, now);
    }

    private Move answeredHelo(Reply reply, long now) {
        if (!reply.isPositive()) {
            return refuse(reply, now);
        }
        notebook.helo(reply, now);
        return say(Command.QUIT, Stage.QUIT, now);
    }

    private Move answeredStarttls(Reply reply, ByteBuffer rest, long now) {
        if (reply.isPositive() && reply.code() != 220) {
            notebook.moreEhlo(reply);
            return Move.Wait.WAIT;
        }
        notebook.ended(Stage.STARTTLS, now);
        if (!reply.isPositive()) {
            notebook.starttls(Starttls.FAILED);
            notebook.remark("STARTTLS is offered, but refused when asked for: " + reply.onOneLine());
            return say(Command.QUIT, Stage.QUIT, now);
        }
        notebook.early(rest, Stage.STARTTLS);
        enter(Stage.TLS, now);
        return Move.Secure.SECURE;
    }

    private Move answeredQuit(Reply reply, long now) {
        if (reply.isPositive() && reply.code() != 221 && notebook.holdLate(reply)) {
            return Move.Wait.WAIT;
        }
        if (reply.code() == 221) {
            notebook.ended(Stage.QUIT, now);
        }
        notebook.adoptLate(!reply.isPositive() || reply.code() == 221);
        return end(now);
    }

    private Move violated(ReplyEvent.Violation violation, long now) {
        notebook.unfinished(violation.lines(), now);
        if (stage == Stage.GREETING && !violation.lines().isEmpty()) {
            notebook.greeting(new Reply(violation.lines()), now); // a firewall may have starred out even the code
        }
        boolean notSmtp = violation.kind() == ReplyEvent.Kind.NOT_SMTP;
        String quoted = notSmtp ? ": " + notebook.lastLine() : "";
        return fail(
                notSmtp ? Reason.NOT_SMTP : Reason.TOO_LARGE, violation.sentence(ReplyLimits.DEFAULT) + quoted, now);
    }

    private Move refuse(Reply reply, long now) {
        failure = Refusal.of(stage, reply);
        return failure.reason() == Reason.NOT_SMTP ? end(now) : say(Command.QUIT, Stage.QUIT, now);
    }

    /** A stage cannot be brought to its end. Once EHLO is answered, that costs only what would have come later. */
    private Move fail(Reason reason, String detail, long now) {
        if (stage == Stage.QUIT) {
            return end(now); // what is known stays known, whatever is said after QUIT
        }
        boolean endless = reason == Reason.TOO_LARGE && stage == errand.ehloStage();
        if (!notebook.hasEhlo(errand.ehloStage()) || endless) {
            failure = Failure.of(stage, reason, detail);
            return end(now);
        }
        notebook.remark("at " + stage.label() + ", after EHLO was answered: " + detail);
        if (stage == Stage.STARTTLS || stage == Stage.TLS) {
            notebook.starttls(reason == Reason.OVERLOADED ? Starttls.OFFERED : Starttls.FAILED);
        }
        return end(now);
    }

    private Move say(Command command, Stage next, long now) {
        notebook.sent(command, now);
        enter(next, now);
        return new Move.Say(command);
    }

    private void enter(Stage next, long now) {
        stage = next;
        bounds.enter(next, now);
        notebook.began(now);
    }

    private Move end(long now) {
        if (outcome == null) {
            notebook.adoptLate(false);
            outcome = failure == null
                    ? new ProbeOutcome.Answered(notebook.observation(now))
                    : new ProbeOutcome.Failed(failure, notebook.observation(now));
        }
        return Move.Close.CLOSE;
    }
}
