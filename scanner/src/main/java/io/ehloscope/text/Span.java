package io.ehloscope.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a sentence in which commands are between backticks.
 *
 * @param text the piece, without backticks
 * @param code whether it is a command, or something else to type
 */
public record Span(String text, boolean code) {

    /** The pieces of a sentence, none of them empty. A backtick without a partner stays text. */
    public static List<Span> of(String sentence) {
        List<Span> spans = new ArrayList<>();
        int at = 0;
        int open = sentence.indexOf('`');
        int close = open < 0 ? -1 : sentence.indexOf('`', open + 1);
        while (close >= 0) {
            add(sentence.substring(at, open), false, spans);
            add(sentence.substring(open + 1, close), true, spans);
            at = close + 1;
            open = sentence.indexOf('`', at);
            close = open < 0 ? -1 : sentence.indexOf('`', open + 1);
        }
        add(sentence.substring(at), false, spans);
        return spans;
    }

    private static void add(String text, boolean code, List<Span> spans) {
        if (!text.isEmpty()) {
            spans.add(new Span(text, code));
        }
    }
}
