package io.ehloscope.report;

/**
 * The capabilities of a report's destination. Only outputs for people use it.
 *
 * @param colour whether colours are allowed
 * @param columns the width of the terminal in columns; 0 if it is unknown or there is no terminal, which means no bound
 */
public record Style(Colour colour, int columns) {

    /** A file or a pipe: no colour, no bound. */
    public static final Style PLAIN = new Style(Colour.OFF, 0);

    /** Rejects a negative width. */
    public Style {
        if (columns < 0) {
            throw new IllegalArgumentException("a width is at least 0: " + columns);
        }
    }

    /** Whether colours are allowed. They are never the only carrier of information. */
    public enum Colour {
        /** ANSI sequences are supported and enabled. */
        ON,
        /** Text only. */
        OFF
    }

    /** Whether lines must stay within {@link #columns()}. */
    public boolean isBounded() {
        return columns > 0;
    }
}
