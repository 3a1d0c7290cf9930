package io.ehloscope.smtp;

import io.ehloscope.text.Printable;
import java.nio.charset.StandardCharsets;

/**
 * A command that the scanner sends: EHLO, HELO, STARTTLS, or QUIT, and nothing else (RFC 5321 section 4.1.1, RFC 3207).
 *
 * @param keyword which command
 * @param line the whole line without its line end
 */
public record Command(Keyword keyword, String line) {

    /** {@code STARTTLS}. */
    public static final Command STARTTLS = new Command(Keyword.STARTTLS, "STARTTLS");
    /** {@code QUIT}. */
    public static final Command QUIT = new Command(Keyword.QUIT, "QUIT");

    /** The commands. */
    public enum Keyword {
        /** RFC 5321 section 4.1.1.1. */
        EHLO,
        /** RFC 5321 section 4.1.1.1. */
        HELO,
        /** RFC 3207. */
        STARTTLS,
        /** RFC 5321 section 4.1.1.10. */
        QUIT
    }

    /** Rejects a line that could carry a second command, or characters other than printable ASCII. */
    public Command {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ' || line.charAt(i) >= 0x7f) {
                throw new IllegalArgumentException(
                        "a command is one line of printable ASCII: " + Printable.escape(line));
            }
        }
    }

    /** {@code EHLO name}. */
    public static Command ehlo(String name) {
        return new Command(Keyword.EHLO, "EHLO " + name);
    }

    /** {@code HELO name}. */
    public static Command helo(String name) {
        return new Command(Keyword.HELO, "HELO " + name);
    }

    /** The bytes on the wire, line end included. Send them in one write. */
    public byte[] bytes() {
        return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
