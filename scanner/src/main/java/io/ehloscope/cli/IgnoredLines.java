package io.ehloscope.cli;

import io.ehloscope.paste.Paste;
import io.ehloscope.paste.Paste.Ignored;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * Describes the ignored lines of a paste: adjacent lines as one group, each group with its line numbers.
 *
 * @param pasted the parsed paste
 */
record IgnoredLines(Paste pasted) {

    private static final int MOST = 20;
    private static final int SHOWN = 100;

    /** Returns one sentence for each group, at most {@value #MOST}, and one with the number of other lines. */
    List<String> sentences() {
        List<String> all = new ArrayList<>();
        List<Ignored> lines = pasted.ignored();
        for (int from = 0; from < lines.size(); ) {
            int to = from;
            while (to + 1 < lines.size()
                    && lines.get(to + 1).number() - lines.get(to).number() <= 1) {
                to++;
            }
            if (all.size() == MOST) {
                all.add("ignored " + (lines.size() - from + pasted.moreIgnored()) + " more lines");
                return all;
            }
            all.add(sentence(lines.get(from), lines.get(to)));
            from = to + 1;
        }
        if (pasted.moreIgnored() > 0) {
            all.add("ignored " + pasted.moreIgnored() + " more lines");
        }
        return all;
    }

    private static String sentence(Ignored first, Ignored last) {
        String begins = Printable.escape(first.text(), SHOWN);
        return first.number() == last.number()
                ? "ignored line " + first.number() + ": " + begins
                : "ignored lines " + first.number() + " to " + last.number() + ", from: " + begins;
    }
}
