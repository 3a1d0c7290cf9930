package io.ehloscope.dialogue;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import org.jspecify.annotations.Nullable;

/**
 * An EHLO reply that may still grow. It is parsed when its verbs are needed, and again only if more of it has arrived.
 */
final class ListDraft {

    /** The code of a reply to EHLO (RFC 5321 section 4.3.2). */
    private static final int LIST = 250;

    private @Nullable Reply whole;
    private @Nullable EhloReply read;

    void add(Reply more) {
        whole = whole == null || isReplacedBy(more) ? more : whole.followedBy(more);
        read = null;
    }

    /**
     * Whether a reply can be more of this list: its code is the same, or it is the list itself after a single line with
     * another code (a second greeting, for example).
     */
    boolean isContinuedBy(Reply more) {
        return whole != null && (more.code() == whole.code() || (isOneOddLine() && more.code() == LIST));
    }

    private boolean isReplacedBy(Reply more) {
        return isOneOddLine()
                && more.code() == LIST
                && !EhloReply.canContinueList(more.lines().get(0));
    }

    private boolean isOneOddLine() {
        return whole != null && whole.lines().size() == 1 && whole.code() != LIST;
    }

    void clear() {
        whole = null;
        read = null;
    }

    boolean isPresent() {
        return whole != null;
    }

    int lines() {
        return whole == null ? 0 : whole.lines().size();
    }

    /** The parsed reply; null if none has arrived. */
    @Nullable
    EhloReply read() {
        if (read == null && whole != null) {
            read = EhloReply.of(whole);
        }
        return read;
    }
}
