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
     * continued line, and not the code that this stage waits for (221 after QUIT, 220 after STARTTLS).
     */
    static boolean continueList(List<ReplyLine> unfinished, Stage stage) {
        if (unfinished.isEmpty()) {
            return false;
        }
        ReplyLine first = unfinished.get(0);
        return first.isPositive()
                && first.code() != Refusal.CLOSING
                && !(stage == Stage.STARTTLS && first.code() == Refusal.READY)
                && first.separator() == ReplyLine.Separator.CONTINUED;
    }

    /**
     * Whether every line of a reply names a known verb. Otherwise the reply may be the reply to QUIT with a wrong code.
     */
    static boolean areVerbs(Reply reply) {
        return reply.lines().stream().allMatch(EhloReply::isWellKnownVerb);
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
