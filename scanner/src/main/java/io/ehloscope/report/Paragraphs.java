package io.ehloscope.report;

import io.ehloscope.text.DisplayWidth;
import io.ehloscope.text.Printable;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;

/** Writes plain text wrapped to a width, with hanging indents. */
final class Paragraphs {

    /** The width in columns if the terminal's width is unknown. */
    private static final int USUAL = 80;

    /** The minimum width in columns to which text is wrapped. */
    private static final int NARROWEST = 40;

    private final Writer out;
    private final int columns;

    /**
     * Writes to this writer.
     *
     * @param columns the width in columns; 0 if unknown
     */
    Paragraphs(Writer out, int columns) {
        this.out = out;
        this.columns = columns == 0 ? USUAL : Math.max(NARROWEST, columns);
    }

    /** Writes an empty line. */
    void gap() throws IOException {
        out.write('\n');
    }

    /** Writes a line, unwrapped and not escaped. */
    void line(String text) throws IOException {
        out.write(text);
        out.write('\n');
    }

    /**
     * Writes text with a prefix before its first line; the other lines are indented by the width of the prefix. The text
     * is escaped, because it may come from servers.
     */
    void hanging(String front, String text) throws IOException {
        wrapped(front, Printable.escape(text));
    }

    /** Writes text of the program's own, which is not escaped, like {@link #hanging}. */
    void wrapped(String front, String text) throws IOException {
        String below = " ".repeat(DisplayWidth.of(front));
        String start = front;
        for (Iterator<String> each =
                        DisplayWidth.wrap(text, columns - below.length()).iterator();
                each.hasNext();
                start = below) {
            line((start + each.next()).stripTrailing());
        }
    }

    /** Writes a heading and a list of the program's own sentences; writes nothing if the list is empty. */
    void list(String heading, List<String> items, Order order) throws IOException {
        if (items.isEmpty()) {
            return;
        }
        line(heading);
        int number = 1;
        for (String item : items) {
            wrapped(order == Order.NUMBERED ? "  " + number++ + ". " : "  - ", item);
        }
    }

    /** Whether the order of a list is significant. */
    enum Order {
        /** Significant: the items are numbered. */
        NUMBERED,
        /** Not significant: the items have bullets. */
        ANY
    }
}
