package io.ehloscope.paste;

/**
 * One line of the text that a paste holds, after {@link PastedRows} has undone its packing: a line of the paste, or one
 * of several in it.
 *
 * @param number the number of the line in the paste, from 1
 * @param pasted the line as pasted, cut at {@value #MAX_CHARS} characters
 * @param text the line in plain characters, cut at {@value #MAX_CHARS} characters, with its decoration
 * @param before what the line has before a string in which the text was packed; empty if it was not packed in one
 * @param origin what the form of the line shows about it
 * @param isEnded whether a line end follows; false at the end of the paste and of a string that is not closed
 */
record PastedRow(int number, String pasted, String text, String before, Origin origin, boolean isEnded) {

    /** The number of characters of a line that are kept. */
    static final int MAX_CHARS = 2_048;

    /** What the form of a line shows about it. */
    enum Origin {
        /** Nothing. */
        LINE,
        /** It begins with a code, or is a command: it was packed in a string, or a column of a log. */
        DATA,
        /** It holds a code somewhere, and a line end and another line with a code follow in the same line. */
        PACKED,
        /** It is a message of the program that wrote the log, and not part of a dialogue. */
        NOTE
    }

    PastedRow(int number, String pasted, String text, String before, Origin origin, boolean isEnded) {
        this.number = number;
        this.pasted = cut(pasted);
        this.text = cut(text);
        this.before = cut(before);
        this.origin = origin;
        this.isEnded = isEnded;
    }

    private static String cut(String text) {
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
    }
}
