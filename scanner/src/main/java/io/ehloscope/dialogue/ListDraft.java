package io.ehloscope.dialogue;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import org.jspecify.annotations.Nullable;

/** An EHLO reply while it may still grow. It is read as verbs once, and again only where more of it has come. */
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

    boolean isThere() {
        return whole != null;
    }

    int lines() {
        return whole == null ? 0 : whole.lines().size();
    }

    /** The verbs; null where nothing has come. */
    @Nullable
    EhloReply read() {
        if (read == null && whole != null) {
            read = EhloReply.of(whole);
        }
        return read;
    }
}
