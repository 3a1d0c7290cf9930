package io.ehloscope.dialogue;

import io.ehloscope.smtp.Command;

/** What a {@link Conversation} wants its driver to do next. */
public sealed interface Action {

    /** Wait for the server or for the deadline. */
    enum Wait implements Action {
        /** The only value. */
        WAIT
    }

    /**
     * Send this command, in one write.
     *
     * @param command the command line
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
