package io.ehloscope.report;

import io.ehloscope.text.DisplayWidth;
import java.util.ArrayList;
import java.util.List;

/** Lays out changes in lines within the terminal's width, with the sentence beside the target or below it. */
record ChangeLayout(Style style) {

    private static final String INDENT = "  ";

    /** The minimum width in columns of a sentence beside the target; else it goes below the target. */
    private static final int LEAST_SENTENCE = 40;

    /** Returns the headline, the changes, and the number of further changes. */
    List<String> lines(ChangeSummary changed) {
        List<String> lines = new ArrayList<>();
        wrapped(changed.headline(), "").forEach(line -> lines.add(AnsiColor.BOLD.on(line, style)));
        int target = changed.rows().stream()
                .mapToInt(row -> DisplayWidth.of(row.target()))
                .max()
                .orElse(0);
        int indent = 2 * INDENT.length() + target;
        boolean beside = !style.isBounded() || style.columns() - indent >= LEAST_SENTENCE;
        for (ChangeSummary.Row row : changed.rows()) {
            if (beside) {
                lines.addAll(beside(row, target, indent));
            } else {
                lines.addAll(wrapped(row.target(), INDENT));
                lines.addAll(wrapped(row.sentence(), INDENT + INDENT));
            }
        }
        if (changed.rest() != null) {
            lines.addAll(wrapped(changed.rest(), INDENT));
        }
        return lines;
    }

    private List<String> beside(ChangeSummary.Row row, int target, int indent) {
        List<String> lines = new ArrayList<>(wrapped(row.sentence(), " ".repeat(indent)));
        String first = INDENT + DisplayWidth.pad(row.target(), target) + INDENT;
        lines.set(0, first + lines.get(0).substring(indent));
        return lines;
    }

    private List<String> wrapped(String text, String indent) {
        List<String> lines =
                style.isBounded() ? DisplayWidth.wrap(text, style.columns() - indent.length()) : List.of(text);
        return lines.stream().map(line -> indent + line).toList();
    }
}
