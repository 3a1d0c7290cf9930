package io.ehloscope.dialogue;

import io.ehloscope.smtp.Command;

/** What a {@link Conversation} wants done next. */
public sealed interface Move {

    /** Nothing: wait for the server or for the deadline. */
    enum Wait implements Move {
        /** The only value. */
        WAIT
    }

    /**
     * Say this, in one write.
     *
     * @param command the line
     */
    record Say(Command command) implements Move {}

    /** Begin the TLS handshake. */
    enum Secure implements Move {
        /** The only value. */
        SECURE
    }

    /** Close the connection; the outcome is ready. */
    enum Close implements Move {
        /** The only value. */
        CLOSE
    }
}
