package io.ehloscope.report;

import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Baseline;
import io.ehloscope.result.PlanOrder;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.DisplayWidth;
import io.ehloscope.text.Wording;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a table for a terminal: the targets with the worst findings first, then healthy targets, then skipped ones,
 * and the counts below. Every target with a finding has a row. If there are many targets without a finding, it shows only
 * their number per site and how to list them all.
 */
final class TableReport implements WholeScanReport.Output {

    /** With more targets without a finding than this, only their numbers are shown. */
    private static final int MOST_ROWS_WITHOUT_FINDING = 50;

    /** On a terminal with fewer columns, the counts omit the meanings of the verdicts. */
    private static final int LEAST_FOR_MEANINGS = 60;

    /** Where the counts of a severity begin. */
    private static final int SEVERITY_COLUMN = 12;

    private static final String EVERY_TARGET = "Every target: -o csv, -o json or -o html";

    private final Writer out;
    private final Style style;
    private final Baseline before;

    TableReport(Writer out, Style style, Baseline before) {
        this.out = out;
        this.style = style;
        this.before = before;
    }

    @Override
    public void write(ScanResult scan) throws IOException {
        List<TableRow> rows = rows(scan);
        List<String> lines = new ArrayList<>();
        if (!rows.isEmpty()) {
            lines.addAll(new TableLayout(rows, style).lines(rows));
            lines.add("");
        }
        if (rows.size() < scan.results().size()) {
            lines.addAll(fitted(EVERY_TARGET));
            lines.add("");
        }
        ChangeSummary changed = ChangeSummary.of(scan, before);
        if (changed != null) {
            lines.addAll(new ChangeLayout(style).lines(changed));
            lines.add("");
        }
        lines.addAll(counts(scan));
        lines.addAll(fitted(ending(scan.summary())));
        for (String line : lines) {
            out.write(line);
            out.write('\n');
        }
        out.flush();
    }

    private static List<TableRow> rows(ScanResult scan) {
        List<TargetResult> results = new ArrayList<>(scan.results());
        results.sort(PlanOrder.worstFirst());
        long withoutFinding =
                results.stream().filter(result -> !result.hasFinding()).count();
        if (withoutFinding <= MOST_ROWS_WITHOUT_FINDING) {
            return results.stream().map(TableRow::of).toList();
        }
        List<TableRow> rows = new ArrayList<>();
        results.stream().filter(result -> result.hasFinding()).map(TableRow::of).forEach(rows::add);
        rows.addAll(countRows(results));
        return rows;
    }

    private static List<TableRow> countRows(List<TargetResult> results) {
        Map<Verdict, Map<String, Integer>> numbers = new EnumMap<>(Verdict.class);
        results.stream()
                .filter(result -> !result.hasFinding())
                .forEach(result -> numbers.computeIfAbsent(result.verdict(), verdict -> new LinkedHashMap<>())
                        .merge(result.target().site(), 1, Integer::sum));
        List<TableRow> rows = new ArrayList<>();
        numbers.forEach(
                (verdict, sites) -> sites.forEach((site, number) -> rows.add(TableRow.ofMany(number, site, verdict))));
        return rows;
    }

    private List<String> counts(ScanResult scan) {
        ScanSummary summary = scan.summary();
        int total = scan.results().size();
        List<String> lines = new ArrayList<>();
        fitted(FindingCounts.headline(summary, total)).forEach(line -> lines.add(AnsiColor.BOLD.on(line, style)));
        int digits = Math.max(4, Wording.number(total).length() + 2);
        for (Verdict verdict : Verdict.values()) {
            if (summary.count(verdict) > 0) {
                lines.addAll(count(verdict, summary.count(verdict), exempt(scan, verdict), digits));
            }
        }
        lines.addAll(byFinding(scan.results()));
        return lines;
    }

    /** Returns the number of targets with each finding, one paragraph for each severity. */
    private List<String> byFinding(List<TargetResult> results) {
        Map<Severity, List<String>> numbers = new EnumMap<>(Severity.class);
        FindingCounts.byFinding(results)
                .forEach(row -> numbers.computeIfAbsent(row.severity(), any -> new ArrayList<>())
                        .add(Wording.number(row.targets()) + " " + row.kind().label()));
        List<String> lines = new ArrayList<>();
        if (!numbers.isEmpty()) {
            lines.add(AnsiColor.BOLD.on("targets by finding", style));
        }
        numbers.forEach((severity, words) -> {
            String text = String.join(", ", words);
            List<String> wrapped =
                    style.isBounded() ? DisplayWidth.wrap(text, style.columns() - SEVERITY_COLUMN) : List.of(text);
            String label = severity.label();
            lines.add("  " + AnsiColor.of(severity).on(label, style) + " ".repeat(SEVERITY_COLUMN - 2 - label.length())
                    + wrapped.get(0));
            wrapped.subList(1, wrapped.size()).forEach(line -> lines.add(" ".repeat(SEVERITY_COLUMN) + line));
        });
        return lines;
    }

    /** Returns the number of targets with this verdict that use an exemption, in parentheses; empty for none. */
    private static String exempt(ScanResult scan, Verdict verdict) {
        long number = scan.results().stream()
                .filter(result -> result.verdict() == verdict)
                .filter(result -> result.assessment().exempt().stream().anyMatch(ExemptVerb::isUsed))
                .count();
        return number == 0 ? "" : " (" + Wording.number(number) + " exempt)";
    }

    private List<String> count(Verdict verdict, int number, String exempt, int digits) {
        String figures = " ".repeat(digits - Wording.number(number).length()) + Wording.number(number) + "  ";
        String label = verdict.label();
        if (style.isBounded() && style.columns() < LEAST_FOR_MEANINGS) {
            return List.of(figures + AnsiColor.of(verdict).on(label, style) + exempt);
        }
        int indent = figures.length() + 14;
        List<String> meaning = style.isBounded()
                ? DisplayWidth.wrap(verdict.meaning() + exempt, style.columns() - indent)
                : List.of(verdict.meaning() + exempt);
        List<String> lines = new ArrayList<>();
        lines.add(figures + AnsiColor.of(verdict).on(label, style) + " ".repeat(14 - label.length()) + meaning.get(0));
        meaning.subList(1, meaning.size()).forEach(line -> lines.add(" ".repeat(indent) + line));
        return lines;
    }

    private static String ending(ScanSummary summary) {
        String took = Wording.count(summary.attempts(), "attempt") + " in " + Wording.duration(summary.duration());
        return switch (summary.outcome()) {
            case COMPLETED -> took;
            case INTERRUPTED ->
                took + ", then interrupted: " + Wording.count(summary.count(Verdict.SKIPPED), "target")
                        + " not checked";
        };
    }

    private List<String> fitted(String line) {
        return style.isBounded() ? DisplayWidth.wrap(line, style.columns()) : List.of(line);
    }
}
