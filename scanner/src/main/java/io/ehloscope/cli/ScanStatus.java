package io.ehloscope.cli;

import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.report.Report;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Why;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import io.ehloscope.runtime.ExitCode;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts the results of one scan for its exit code, and writes the status line of a monitoring plug-in. */
final class ScanStatus {

    private final FailOn failOn;
    private final ExitOptions.Manner manner;
    private final OutputOptions output;
    private final Map<FindingKind, Integer> kinds = new EnumMap<>(FindingKind.class);
    private int targets;
    private int counted;
    private @Nullable Severity worst;
    private @Nullable TargetResult only;
    private @Nullable Integer missingVerbs;

    ScanStatus(FailOn failOn, ExitOptions.Manner manner, OutputOptions output) {
        this.failOn = failOn;
        this.manner = manner;
        this.output = output;
    }

    /** Counts a result. */
    void add(TargetResult result) {
        only = targets++ == 0 ? result : null;
        List<String> missing = result.assessment().missing();
        if (missing != null) {
            missingVerbs = (missingVerbs == null ? 0 : missingVerbs) + missing.size();
        }
        if (!failOn.counts(result)) {
            return;
        }
        counted++;
        Set<FindingKind> once = EnumSet.noneOf(FindingKind.class);
        for (Finding each : failOn.counted(result)) {
            worst = worst == null || each.severity().compareTo(worst) < 0 ? each.severity() : worst;
            if (once.add(each.kind())) {
                kinds.merge(each.kind(), 1, Integer::sum);
            }
        }
    }

    /**
     * Returns the report of the scan, which counts the results. If the status line comes first on the same stream, the
     * report is written at the end of the scan.
     *
     * @param out where the report is written
     * @param open opens the report on a writer
     */
    Report counting(Writer out, Function<Writer, Report> open) {
        boolean first = hasLine() && output.file() == null;
        return first ? new AfterStatusLine(out, open.apply(new WithoutPipes(out))) : new Counting(open.apply(out));
    }

    /** Returns the exit code of the scan, and writes the status line to stdout if the results are in a file. */
    int finish(ScanSummary summary) {
        if (hasLine() && output.file() != null) {
            System.out.println(line(summary));
        }
        return code(summary);
    }

    /** Whether the first line of stdout is the status line. */
    boolean hasLine() {
        return manner == ExitOptions.Manner.nagios && (output.format() == ReportFormat.TABLE || output.file() != null);
    }

    /** Returns the status line. */
    String line(ScanSummary summary) {
        String text = PluginLine.State.of(code(summary)) == PluginLine.State.UNKNOWN
                ? PluginLine.interrupted(summary)
                : text(summary);
        return PluginLine.of(PluginLine.State.of(code(summary)), text, summary, missingVerbs);
    }

    private String text(ScanSummary summary) {
        TargetResult single = only;
        if (single != null && counted > 0) {
            return PluginLine.single(single.target().id(), single.verdict(), Why.of(single));
        }
        return PluginLine.counts(counted, kinds, summary);
    }

    private int code(ScanSummary summary) {
        if (summary.outcome() == ScanSummary.Outcome.INTERRUPTED) {
            return ExitCode.INCOMPLETE.code();
        }
        if (counted == 0) {
            return ExitCode.CLEAN.code();
        }
        return manner == ExitOptions.Manner.nagios && worst == Severity.CRITICAL
                ? PluginLine.State.CRITICAL.code()
                : ExitCode.FINDINGS.code();
    }

    /** Counts each result before the report gets it. */
    private final class Counting implements Report {
        private final Report report;

        Counting(Report report) {
            this.report = report;
        }

        @Override
        public void begin(ScanHeader header) throws IOException {
            report.begin(header);
        }

        @Override
        public void result(TargetResult result) throws IOException {
            add(result);
            report.result(result);
        }

        @Override
        public void tick() throws IOException {
            report.tick();
        }

        @Override
        public void end(ScanSummary summary) throws IOException {
            report.end(summary);
        }
    }

    /** Keeps the results until the status line is written. */
    private final class AfterStatusLine implements Report {
        private final Writer out;
        private final Report report;
        private final List<TargetResult> results = new ArrayList<>();

        AfterStatusLine(Writer out, Report report) {
            this.out = out;
            this.report = report;
        }

        @Override
        public void begin(ScanHeader header) throws IOException {
            report.begin(header);
        }

        @Override
        public void result(TargetResult result) {
            add(result);
            results.add(result);
        }

        @Override
        public void end(ScanSummary summary) throws IOException {
            out.write(line(summary));
            out.write('\n');
            for (TargetResult each : results) {
                report.result(each);
            }
            report.end(summary);
        }
    }
}
