package io.ehloscope.report;

import io.ehloscope.text.DisplayWidth;
import io.ehloscope.text.Printable;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;

/** Plain text wrapped to a width, with hanging indents. What it is given may be server text; it is escaped here. */
final class Paragraphs {

    /** Where the width is not known. */
    private static final int USUAL = 80;

    /** Narrower than this, text is not wrapped to the width but to this. */
    private static final int NARROWEST = 40;

    private final Writer out;
    private final int columns;

    /**
     * Writes to this writer.
     *
     * @param columns the width; 0 where it is not known
     */
    Paragraphs(Writer out, int columns) {
        this.out = out;
        this.columns = columns == 0 ? USUAL : Math.max(NARROWEST, columns);
    }

    /** An empty line. */
    void gap() throws IOException {
        out.write('\n');
    }

    /** A line that stays as it is. */
    void line(String text) throws IOException {
        out.write(text);
        out.write('\n');
    }

    /** Text with something in front of its first line; the other lines begin below the text of the first. */
    void hanging(String front, String text) throws IOException {
        String below = " ".repeat(DisplayWidth.of(front));
        String start = front;
        for (Iterator<String> each = DisplayWidth.wrap(Printable.escape(text), columns - below.length())
                        .iterator();
                each.hasNext();
                start = below) {
            line((start + each.next()).stripTrailing());
        }
    }

    /** A heading and its list, numbered where the order matters; nothing where the list is empty. */
    void list(String heading, List<String> items, Order order) throws IOException {
        if (items.isEmpty()) {
            return;
        }
        line(heading);
        int number = 1;
        for (String item : items) {
            hanging(order == Order.NUMBERED ? "  " + number++ + ". " : "  - ", item);
        }
    }

    /** Whether the order of a list means something. */
    enum Order {
        /** It does. */
        NUMBERED,
        /** It does not. */
        ANY
    }
}
