package io.ehloscope.dialogue;

import io.ehloscope.smtp.Command;

/** What a {@link Conversation} wants done next. */
public sealed interface Action {

    /** Nothing: wait for the server or for the deadline. */
    enum Wait implements Action {
        /** The only value. */
        WAIT
    }

    /**
     * Say this, in one write.
     *
     * @param command the line
     */
    record Say(Command command) implements Action {}

    /** Begin the TLS handshake. */
    enum Secure implements Action {
        /** The only value. */
        SECURE
    }

    /** Close the connection; the outcome is ready. */
    enum Close implements Action {
        /** The only value. */
        CLOSE
    }
}
