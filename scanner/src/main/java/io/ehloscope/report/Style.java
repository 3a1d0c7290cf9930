package io.ehloscope.report;

/**
 * What the place that a report is shown in can do. Only outputs for people look at it.
 *
 * @param colour whether colours may be used
 * @param columns the width of the terminal in columns; 0 where it is unknown or there is none, which means no bound
 */
public record Style(Colour colour, int columns) {

    /** A file or a pipe: no colour, no bound. */
    public static final Style PLAIN = new Style(Colour.OFF, 0);

    /** Refuses a negative width. */
    public Style {
        if (columns < 0) {
            throw new IllegalArgumentException("a width is at least 0: " + columns);
        }
    }

    /** Whether colours may be used. They never carry anything alone. */
    public enum Colour {
        /** ANSI sequences are understood and wanted. */
        ON,
        /** Text only. */
        OFF
    }

    /** Whether lines must stay within {@link #columns()}. */
    public boolean isBounded() {
        return columns > 0;
    }
}
