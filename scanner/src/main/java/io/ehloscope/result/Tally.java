package io.ehloscope.result;

import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** Counts results. Not thread-safe. */
public final class Tally {

    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<FindingKind, Integer> kinds = new EnumMap<>(FindingKind.class);
    private final Map<Severity, Integer> severities = new EnumMap<>(Severity.class);
    private long attempts;
    private int results;
    private int skipped;

    /** Counts one result. */
    public void add(TargetResult result) {
        verdicts.merge(result.verdict(), 1, Integer::sum);
        if (result.hasFinding()) {
            countFindings(result);
        }
        attempts += result.attempts();
        results++;
        if (result.outcome() instanceof ProbeOutcome.Skipped) {
            skipped++;
        }
    }

    private void countFindings(TargetResult result) {
        severities.merge(result.findings().get(0).severity(), 1, Integer::sum);
        EnumSet<FindingKind> once = EnumSet.noneOf(FindingKind.class);
        for (Finding each : result.findings()) {
            if (once.add(each.kind())) {
                kinds.merge(each.kind(), 1, Integer::sum);
            }
        }
    }

    /** The number of results whose worst finding has this severity. */
    public int count(Severity severity) {
        return severities.getOrDefault(severity, 0);
    }

    /** The number of results that have this finding. */
    public int count(FindingKind kind) {
        return kinds.getOrDefault(kind, 0);
    }

    /** The number of results. */
    public int results() {
        return results;
    }

    /** The number of results with this verdict. */
    public int count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    /**
     * The summary of a scan that ends now. The scan was interrupted if it skipped targets.
     *
     * @param duration the time since its start
     */
    public ScanSummary summary(Instant finishedAt, Duration duration) {
        ScanSummary.Outcome outcome = skipped == 0 ? ScanSummary.Outcome.COMPLETED : ScanSummary.Outcome.INTERRUPTED;
        return new ScanSummary(outcome, finishedAt, duration, verdicts, attempts, kinds, severities);
    }
}
