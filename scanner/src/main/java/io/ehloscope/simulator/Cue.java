package io.ehloscope.simulator;

import java.util.Locale;

/** What a simulated server reacts to. */
public enum Cue {
    /** A client has connected. */
    ACCEPT,
    /** RFC 5321 section 4.1.1.1. */
    EHLO,
    /** RFC 5321 section 4.1.1.1. */
    HELO,
    /** RFC 3207. */
    STARTTLS,
    /** RFC 5321 section 4.1.1.10. */
    QUIT,
    /** Any other line. */
    OTHER;

    /** The kind of a line from the client. Compares keywords without regard to case; params do not matter. */
    public static Cue of(String line) {
        int blank = line.indexOf(' ');
        String keyword = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
        return switch (keyword) {
            case "EHLO" -> EHLO;
            case "HELO" -> HELO;
            case "STARTTLS" -> STARTTLS;
            case "QUIT" -> QUIT;
            default -> OTHER;
        };
    }
}
