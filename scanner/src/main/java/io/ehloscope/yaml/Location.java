package io.ehloscope.yaml;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Location(int line, int column) {

    /** The start of a file. */
    public static final Location START = new Location(1, 1);
}
