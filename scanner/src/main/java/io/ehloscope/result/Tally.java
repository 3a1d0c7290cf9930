package io.ehloscope.result;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Counts results. Not thread-safe. */
public final class Tally {

    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private long attempts;
    private int results;
    private int skipped;

    /** Counts one result. */
    public void add(TargetResult result) {
        verdicts.merge(result.verdict(), 1, Integer::sum);
        attempts += result.attempts();
        results++;
        if (result.outcome() instanceof ProbeOutcome.Skipped) {
            skipped++;
        }
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
        return new ScanSummary(outcome, finishedAt, duration, verdicts, attempts);
    }
}
