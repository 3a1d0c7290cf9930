package io.ehloscope.dialogue;

import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import java.util.List;

/** Recognizes lines that belong to a reply that seemed to have ended. */
final class LateLines {

    private LateLines() {}

    /**
     * Whether the lines of an unfinished reply continue the EHLO list: they have a code of the 2yz class, the form of a
     * continued line, and not the code that this stage waits for (221 after QUIT, 220 after STARTTLS). After STARTTLS,
     * the first one is a verb too, as some servers answer STARTTLS with another code than 220.
     */
    static boolean continueList(List<ReplyLine> unfinished, Stage stage) {
        if (unfinished.isEmpty()) {
            return false;
        }
        ReplyLine first = unfinished.get(0);
        return first.isPositive()
                && first.code() != Refusal.CLOSING
                && !(stage == Stage.STARTTLS && (first.code() == Refusal.READY || !EhloReply.canContinueList(first)))
                && first.separator() == ReplyLine.Separator.CONTINUED;
    }

    /**
     * Whether a reply is certainly part of a list: a single line names a known verb, or one of several lines does.
     * Otherwise the reply may be the reply to QUIT with a wrong code.
     */
    static boolean haveKnownVerb(Reply reply) {
        return reply.lines().stream().anyMatch(EhloReply::isWellKnownVerb);
    }

    /** Whether every line of a reply can be a verb. Otherwise it answers another command. */
    static boolean canBeVerbs(Reply reply) {
        return reply.lines().stream().allMatch(EhloReply::canContinueList);
    }

    /**
     * Whether a Cisco PIX may have replaced characters of this greeting with asterisks: its last line has no readable
     * code.
     */
    static boolean isStarred(Reply greeting) {
        ReplyLine last = greeting.lines().get(greeting.lines().size() - 1);
        return last.separator() == ReplyLine.Separator.MISSING && last.text().indexOf('*') >= 0;
    }
}
