package io.ehloscope.cli;

import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.report.FindingCounts;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words and performance data of a monitoring plug-in, by the guidelines of the Monitoring Plugins. */
final class PluginLine {

    /** Monitoring systems read at least this many characters of a line; the performance data are far shorter. */
    private static final int MAX_TEXT = 1_000;

    private static final String MISSING_VERBS = "missing_verbs";

    private PluginLine() {}

    /** The state of a service. */
    enum State {
        /** Nothing that counts was found. */
        OK(0),
        /** The worst finding that counts is at most a warning. */
        WARNING(1),
        /** A finding that counts is critical. */
        CRITICAL(2),
        /** The scan could not be completed. */
        UNKNOWN(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        /** Returns the state that an exit code of a plug-in means. */
        static State of(int code) {
            return Arrays.stream(values())
                    .filter(each -> each.code == code)
                    .findFirst()
                    .orElse(UNKNOWN);
        }

        /** Returns the exit code. */
        int code() {
            return code;
        }
    }

    /**
     * Returns the line of a scan with its performance data.
     *
     * @param missingVerbs the number of missing verbs of all targets; null if it is unknown of each of them
     */
    static String of(State state, String text, ScanSummary summary, @Nullable Integer missingVerbs) {
        return withoutData(state, text) + " | " + data(summary, missingVerbs);
    }

    /** Returns a line without performance data. */
    static String withoutData(State state, String text) {
        return "EHLOSCOPE " + state + " - " + WithoutPipes.escape(Printable.cut(text, MAX_TEXT));
    }

    /** Returns the text for a scan that was interrupted. */
    static String interrupted(ScanSummary summary) {
        return "interrupted, " + Wording.count(summary.count(Verdict.SKIPPED), "target") + " not checked";
    }

    /** Returns the text for a single target that counts. */
    static String single(String target, Verdict verdict, String why) {
        return Printable.escape(target) + " " + verdict.label() + (why.isEmpty() ? "" : ": " + why);
    }

    /** Returns the text for many targets. */
    static String counts(int counted, Map<FindingKind, Integer> kinds, ScanSummary summary) {
        int total = targets(summary);
        if (counted == 0) {
            int others = summary.findings();
            String severities = FindingCounts.severities(summary::count);
            return others == 0
                    ? FindingCounts.headline(0, total)
                    : "no findings that count in " + Wording.count(total, "target") + "; others: " + severities;
        }
        List<String> words = new ArrayList<>();
        kinds.forEach((kind, number) -> words.add(Wording.number(number) + " " + kind.label()));
        return FindingCounts.headline(counted, total) + (words.isEmpty() ? "" : ": " + String.join(", ", words));
    }

    /** The numbers of targets and of missing verbs, always the same labels, so that a graph has no gaps. */
    private static String data(ScanSummary summary, @Nullable Integer missingVerbs) {
        StringBuilder data = new StringBuilder();
        add(data, "targets", targets(summary));
        for (Severity severity : Severity.values()) {
            add(data, severity.label(), summary.count(severity));
        }
        add(data, Verdict.SKIPPED.label(), summary.count(Verdict.SKIPPED));
        if (missingVerbs == null) {
            data.append(MISSING_VERBS).append("=U ");
        } else {
            add(data, MISSING_VERBS, missingVerbs);
        }
        for (FindingKind kind : FindingKind.values()) {
            add(data, kind.label(), summary.count(kind));
        }
        double seconds = summary.duration().toMillis() / 1e3;
        return data + String.format(Locale.ROOT, "time=%.2fs;;;0", seconds);
    }

    private static void add(StringBuilder data, String label, int number) {
        data.append(label).append('=').append(number).append(";;;0 ");
    }

    private static int targets(ScanSummary summary) {
        return summary.verdicts().values().stream().mapToInt(Integer::intValue).sum();
    }
}
