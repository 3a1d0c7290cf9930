package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one stream of a paste: joins lines to replies, and replies to dialogues. Pasted commands decide
 * what a reply answers; without commands, the replies themselves do. Whatever is not understood ends a reply.
 */
final class PastedDialogues {

    /** One or two words, as people type commands; mistyped ones are no known commands. */
    private static final Pattern TYPED = Pattern.compile("(?!(?i:EHLO|HELO)\\b)[^\\s:]{2,12}(?:\\s+[^\\s:]{1,255})?");

    private final List<PastedTranscript> transcripts = new ArrayList<>();
    private final List<PastedLine> ignored = new ArrayList<>();
    private ReplyLines current = new ReplyLines();
    private PastedDialogue dialogue = new PastedDialogue(false);

    /** The last command without a reply so far. */
    private PastedDialogue.Command pending = PastedDialogue.Command.NONE;

    /** The command that the current reply answers. */
    private PastedDialogue.Command answered = PastedDialogue.Command.NONE;

    private boolean isStarttlsInReply;

    /** Whether messages of the log stand between the lines of the current reply. */
    private boolean isInterrupted;

    private boolean isTailOfList;

    /** Whether the line before is none of the server, and can be a mistyped command. */
    private boolean isTyped;

    private boolean isTlsSinceReply;
    private @Nullable Reply previous;
    private String previousBefore = "";

    /** Takes the next line. */
    void take(PastedLine line) {
        switch (line.kind()) {
            case REPLY, OPEN_REPLY -> reply(line);
            case EHLO -> command(PastedDialogue.Command.EHLO);
            case HELO -> command(PastedDialogue.Command.HELO);
            case STARTTLS -> starttls();
            case AUTH -> command(PastedDialogue.Command.AUTH);
            case OTHER_COMMAND -> command(PastedDialogue.Command.OTHER);
            case TLS_IS_UP -> tls(line);
            case TLS_IS_DOWN -> noTls(line);
            case NOTE -> ignored.add(line);
            case TEXT -> text(line);
        }
    }

    /** No more lines. */
    void end() {
        endOfReply(false);
        if (!dialogue.isEmpty()) {
            transcripts.add(dialogue.transcript());
        }
    }

    /** The dialogues with a reply. */
    List<PastedTranscript> transcripts() {
        return transcripts;
    }

    /** The lines that were not understood, or have no place in a dialogue. */
    List<PastedLine> ignored() {
        return ignored;
    }

    private void reply(PastedLine line) {
        boolean goesOn = !current.isEmpty()
                && (isStarttlsInReply ? current.isContinuedAfterStarttlsBy(line) : current.isContinuedBy(line))
                && (!isInterrupted || current.isContinuedAfterMessagesBy(line));
        if (!current.isEmpty() && !goesOn) {
            endOfReply(true);
        }
        if (current.isEmpty()) {
            boolean isMistyped = isTyped
                    && pending == PastedDialogue.Command.NONE
                    && PastedDialogue.isUnknownCommand(
                            ReplyLine.parse(line.text()).code());
            answered = isMistyped ? PastedDialogue.Command.OTHER : pending;
            pending = PastedDialogue.Command.NONE;
        }
        isTyped = false;
        if (!current.add(line)) {
            ignored.add(line);
        }
    }

    /** A client that does not wait sends STARTTLS while the list is still coming. */
    private void starttls() {
        if (current.isUnfinished()) {
            isStarttlsInReply = true;
            pending = PastedDialogue.Command.STARTTLS;
        } else {
            command(PastedDialogue.Command.STARTTLS);
        }
    }

    private void command(PastedDialogue.Command command) {
        endOfReply(true);
        if (dialogue.isClosed()) {
            nextDialogue();
        }
        pending = command;
        isTailOfList = false;
        previous = null;
        dialogue.command(command);
    }

    private void tls(PastedLine line) {
        endOfReply(true);
        ignored.add(line);
        dialogue.tls();
        isTlsSinceReply = true;
        isTailOfList = true;
        if (dialogue.isEmpty()) {
            dialogue = new PastedDialogue(true);
        }
    }

    private void noTls(PastedLine line) {
        endOfReply(true);
        ignored.add(line);
        isTlsSinceReply = false;
        isTailOfList = false;
        if (dialogue.isEmpty()) {
            dialogue = new PastedDialogue(false);
        }
    }

    private void text(PastedLine line) {
        if (current.isMaskedBy(line.text()) && current.add(line)) {
            return;
        }
        if (current.isWrappedBefore(line.text())) {
            current.append(line.text());
            return;
        }
        if (current.isInterruptedBy(line)) {
            isInterrupted = true;
        } else {
            endOfReply(true);
        }
        isTyped = TYPED.matcher(line.text().strip()).matches();
        ignored.add(line);
    }

    private void endOfReply(boolean isFollowed) {
        isStarttlsInReply = false;
        isInterrupted = false;
        if (current.isEmpty()) {
            return;
        }
        Reply reply = current.reply(isFollowed);
        if (!isCopy(reply) && !isTail(reply) && !isPlaced(reply)) {
            ignored.addAll(current.lines());
        }
        isTailOfList = false;
        isTlsSinceReply = false;
        current = new ReplyLines();
    }

    /** Whether a reply is written a second time, with another decoration and without a command before it. */
    private boolean isCopy(Reply reply) {
        PastedRow first = current.lines().get(0).row();
        String before = first.before()
                + DecorationShape.of(first.text().replace(reply.lines().get(0).raw(), ""));
        boolean isCopy = reply.equals(previous) && !before.equals(previousBefore);
        previous = reply;
        previousBefore = before;
        return isCopy;
    }

    /** Whether a reply is the last line of the list before TLS, which is all that some programs print of it. */
    private boolean isTail(Reply reply) {
        boolean isTail = isTailOfList
                && answered == PastedDialogue.Command.NONE
                && reply.isPositive()
                && reply.lines().size() == 1
                && ReplyGrammar.isVerb(reply.text());
        if (isTail) {
            ignored.addAll(current.lines());
        }
        return isTail;
    }

    private boolean isPlaced(Reply reply) {
        PastedDialogue.Outcome outcome = dialogue.take(reply, answered);
        if (outcome == PastedDialogue.Outcome.BEGINS_ANOTHER) {
            nextDialogue();
            outcome = dialogue.take(reply, PastedDialogue.Command.NONE);
        }
        boolean isGreetingAfterEhlo =
                answered == PastedDialogue.Command.EHLO && reply.code() == 220 && !dialogue.isAnswered();
        if (isGreetingAfterEhlo && pending == PastedDialogue.Command.NONE) {
            pending = answered;
        }
        return outcome == PastedDialogue.Outcome.PLACED || reply.code() == 221;
    }

    private void nextDialogue() {
        if (!dialogue.isEmpty()) {
            transcripts.add(dialogue.transcript());
        }
        dialogue = new PastedDialogue(isTlsSinceReply);
    }
}
