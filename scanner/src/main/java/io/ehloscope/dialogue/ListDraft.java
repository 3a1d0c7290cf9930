package io.ehloscope.dialogue;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import org.jspecify.annotations.Nullable;

/**
 * An EHLO reply that may still grow. It is parsed when its verbs are needed, and again only if more of it has arrived.
 */
final class ListDraft {

    private @Nullable Reply whole;
    private @Nullable EhloReply read;

    void add(Reply more) {
        whole = whole == null ? more : whole.followedBy(more);
        read = null;
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
