package io.ehloscope.report;

import io.ehloscope.text.DisplayWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Lays out rows in lines within the terminal's width, without truncation. Depending on the width, the last column goes
 * beside the others or below them, or each row becomes a paragraph.
 */
final class TableLayout {

    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    /** The minimum width in columns of the last column beside the others; else it goes below them. */
    private static final int LEAST_WHY = 48;

    private final Style style;
    private final int target;
    private final int site;
    private final int severity;
    private final int verdict;
    private final int product;

    TableLayout(List<TableRow> rows, Style style) {
        this.style = style;
        target = widest("TARGET", rows, row -> DisplayWidth.of(row.target()));
        site = widest("SITE", rows, row -> DisplayWidth.of(row.site()));
        severity = widest("SEVERITY", rows, row -> row.severityLabel().length());
        verdict = widest("VERDICT", rows, row -> row.verdict().label().length());
        product = widest("PRODUCT", rows, row -> DisplayWidth.of(row.product()));
    }

    /** Returns the header and all rows. */
    List<String> lines(List<TableRow> rows) {
        List<String> lines = new ArrayList<>();
        int columns = style.columns();
        int table = target + site + severity + verdict + product + 4 * GAP.length();
        if (!style.isBounded() || columns - table - GAP.length() >= LEAST_WHY) {
            lines.add(header(GAP + "WHY"));
            rows.forEach(row -> beside(row, lines, table + GAP.length()));
        } else if (table <= columns) {
            lines.add(header(""));
            rows.forEach(row -> beneath(row, lines));
        } else {
            rows.forEach(row -> paragraph(row, lines));
        }
        return lines;
    }

    private String header(String last) {
        String first = DisplayWidth.pad("TARGET", target)
                + GAP
                + DisplayWidth.pad("SITE", site)
                + GAP
                + DisplayWidth.pad("SEVERITY", severity)
                + GAP
                + DisplayWidth.pad("VERDICT", verdict)
                + GAP
                + DisplayWidth.pad("PRODUCT", product);
        return AnsiColor.BOLD.on((first + last).stripTrailing(), style);
    }

    private void beside(TableRow row, List<String> lines, int indent) {
        List<String> why =
                style.isBounded() ? DisplayWidth.wrap(row.why(), style.columns() - indent) : List.of(row.why());
        lines.add((cells(row) + GAP + why.get(0)).stripTrailing());
        why.subList(1, why.size()).forEach(line -> lines.add(" ".repeat(indent) + line));
    }

    private void beneath(TableRow row, List<String> lines) {
        lines.add(cells(row).stripTrailing());
        indented(row.why(), lines);
    }

    private void paragraph(TableRow row, List<String> lines) {
        lines.addAll(DisplayWidth.wrap(row.target(), style.columns()));
        String label = row.verdict().label();
        String gap = row.severity() == null ? "" : GAP;
        String both = row.severityLabel() + gap + label;
        String coloured = severity(row) + gap + verdict(row, label);
        String rest = GAP + row.site() + (row.product().isEmpty() ? "" : GAP + row.product());
        if (DisplayWidth.of(INDENT + both + rest) <= style.columns()) {
            lines.add(INDENT + coloured + rest);
        } else if (DisplayWidth.of(INDENT + both) <= style.columns()) {
            lines.add(INDENT + coloured);
            indented(rest, lines);
        } else {
            lines.add(INDENT + severity(row));
            lines.add(INDENT + verdict(row, label));
            indented(rest, lines);
        }
        indented(row.why(), lines);
    }

    private void indented(String text, List<String> lines) {
        if (!text.isEmpty()) {
            int room = Math.max(1, style.columns() - INDENT.length());
            DisplayWidth.wrap(text, room).forEach(line -> lines.add(INDENT + line));
        }
    }

    private String cells(TableRow row) {
        String label = row.verdict().label();
        return DisplayWidth.pad(row.target(), target)
                + GAP
                + DisplayWidth.pad(row.site(), site)
                + GAP
                + severity(row)
                + " ".repeat(severity - row.severityLabel().length())
                + GAP
                + verdict(row, label)
                + " ".repeat(verdict - label.length())
                + GAP
                + DisplayWidth.pad(row.product(), product);
    }

    private String severity(TableRow row) {
        return row.severity() == null ? "" : AnsiColor.of(row.severity()).on(row.severityLabel(), style);
    }

    private String verdict(TableRow row, String text) {
        return AnsiColor.of(row.verdict()).on(text, style);
    }

    private static int widest(String title, List<TableRow> rows, ToIntFunction<TableRow> width) {
        return Math.max(title.length(), rows.stream().mapToInt(width).max().orElse(0));
    }
}
