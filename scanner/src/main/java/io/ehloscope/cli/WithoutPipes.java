package io.ehloscope.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes {@code |} as {@code \x7c}. In the output of a monitoring plug-in, a vertical bar begins performance data, and
 * text of servers must not.
 */
final class WithoutPipes extends FilterWriter {

    WithoutPipes(Writer out) {
        super(out);
    }

    /** Returns the text without vertical bars. */
    static String escape(String text) {
        return text.replace("|", "\\x7c");
    }

    @Override
    public void write(int c) throws IOException {
        out.write(escape(Character.toString((char) c)));
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        out.write(escape(new String(chars, offset, length)));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        out.write(escape(text.substring(offset, offset + length)));
    }
}
