package io.ehloscope.paste;

import org.jspecify.annotations.Nullable;

/**
 * One line of a paste, and what it is.
 *
 * @param row the row that it comes from
 * @param text the line without decoration, in plain characters
 * @param kind the kind of the line
 * @param stream the process or connection that it belongs to; null if the row does not show it
 */
record PastedLine(
        PastedRow row, String text, Kind kind, @Nullable String stream) {

    /** The kinds of lines. */
    enum Kind {
        /** Begins with a reply code and a separator. */
        REPLY,
        /** A line of a reply in a form without separators, so that the last line looks like the others. */
        OPEN_REPLY,
        /** EHLO. */
        EHLO,
        /** HELO. */
        HELO,
        /** STARTTLS, or Exchange's X-ANONYMOUSTLS: a command, or a verb of a list without codes. */
        STARTTLS,
        /** AUTH: a command, or a verb of a list without codes. */
        AUTH,
        /** Another command; or a verb of a list without codes. */
        OTHER_COMMAND,
        /** A message of a program that TLS is up. */
        TLS_IS_UP,
        /** A message of a program that there is no TLS, or a sign of a program that has none, such as telnet. */
        TLS_IS_DOWN,
        /** What the client or the program that wrote the log says beside the dialogue. */
        NOTE,
        /** Anything else. */
        TEXT
    }

    /** The number of the line in the paste, from 1. */
    int number() {
        return row.number();
    }

    /** Whether the line is a command. */
    boolean isCommand() {
        return switch (kind) {
            case EHLO, HELO, STARTTLS, AUTH, OTHER_COMMAND -> true;
            case REPLY, OPEN_REPLY, TLS_IS_UP, TLS_IS_DOWN, NOTE, TEXT -> false;
        };
    }
}
