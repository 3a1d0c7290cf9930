package io.ehloscope.yaml;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Mark(int line, int column) {

    /** The start of a file. */
    public static final Mark START = new Mark(1, 1);
}
