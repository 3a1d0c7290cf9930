package io.ehloscope.report;

import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Wording;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** How many targets have findings, in words. A number always counts targets, never findings. */
public final class FindingCounts {

    private FindingCounts() {}

    /**
     * The number of targets that have a finding with a severity.
     *
     * @param severity the severity
     * @param kind the finding
     * @param targets how many targets
     */
    record Row(Severity severity, FindingKind kind, int targets) {}

    /** Returns {@code 9 of 12 targets with findings}, {@code no findings in 12 targets}, or {@code no targets}. */
    public static String headline(long withFindings, long total) {
        if (total == 0) {
            return "no targets";
        }
        return withFindings == 0
                ? "no findings in " + Wording.count(total, "target")
                : Wording.number(withFindings) + " of " + Wording.count(total, "target") + " with findings";
    }

    /** Returns the headline of a scan, with the number of targets by the severity of their worst finding. */
    public static String headline(ScanSummary summary, long total) {
        String severities = severities(summary::count);
        return headline(summary.findings(), total) + (severities.isEmpty() ? "" : ": " + severities);
    }

    /** Returns {@code 4 critical, 5 warning}; empty if all numbers are 0. */
    public static String severities(ToIntFunction<Severity> targets) {
        List<String> words = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            int number = targets.applyAsInt(severity);
            if (number > 0) {
                words.add(Wording.number(number) + " " + severity.label());
            }
        }
        return String.join(", ", words);
    }

    /** Counts targets by severity and finding, the most severe first. */
    static List<Row> byFinding(List<TargetResult> results) {
        Map<Severity, Map<FindingKind, Integer>> counts = new EnumMap<>(Severity.class);
        for (TargetResult result : results) {
            Map<Severity, Set<FindingKind>> once = new EnumMap<>(Severity.class);
            for (Finding each : result.findings()) {
                if (once.computeIfAbsent(each.severity(), any -> EnumSet.noneOf(FindingKind.class))
                        .add(each.kind())) {
                    counts.computeIfAbsent(each.severity(), any -> new EnumMap<>(FindingKind.class))
                            .merge(each.kind(), 1, Integer::sum);
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        counts.forEach((severity, kinds) -> kinds.forEach((kind, n) -> rows.add(new Row(severity, kind, n))));
        return rows;
    }
}
