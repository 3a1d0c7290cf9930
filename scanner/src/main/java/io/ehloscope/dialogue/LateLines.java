package io.ehloscope.dialogue;

import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import java.util.List;

/** Tells what belongs to a reply that seemed to have ended. */
final class LateLines {

    private LateLines() {}

    /**
     * Whether lines of a reply that has not ended continue the EHLO list: of the 2yz class, more announced, and not the
     * beginning of what this stage waits for (221 after QUIT, 220 after STARTTLS).
     */
    static boolean areMore(List<ReplyLine> unfinished, Stage stage) {
        if (unfinished.isEmpty()) {
            return false;
        }
        ReplyLine first = unfinished.get(0);
        return first.isPositive()
                && first.code() != Refusal.FAREWELL
                && !(stage == Stage.STARTTLS && first.code() == Refusal.READY)
                && first.separator() == ReplyLine.Separator.CONTINUED;
    }

    /** Whether a reply that may as well be a farewell with the wrong code is a line of a list: it names a known verb. */
    static boolean isVerb(Reply reply) {
        return reply.lines().stream().allMatch(EhloReply::isWellKnownVerb);
    }

    /** Whether a PIX may have starred out this greeting: a second line of it has no code that could be read. */
    static boolean isStarred(Reply greeting) {
        ReplyLine last = greeting.lines().get(greeting.lines().size() - 1);
        return last.separator() == ReplyLine.Separator.MISSING && last.text().indexOf('*') >= 0;
    }
}
