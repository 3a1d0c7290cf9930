package io.ehloscope.result;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Counts results as they come. Not thread-safe: it belongs to whoever takes the results in. */
public final class Tally {

    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private long attempts;
    private int results;
    private int leftOut;

    /** Counts one result. */
    public void add(TargetResult result) {
        verdicts.merge(result.verdict(), 1, Integer::sum);
        attempts += result.attempts();
        results++;
        if (result.outcome() instanceof ProbeOutcome.Skipped) {
            leftOut++;
        }
    }

    /** How many results there are. */
    public int results() {
        return results;
    }

    /** How many have this verdict. */
    public int count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    /** The summary of a scan that ends now; one that left targets out was interrupted. */
    public ScanSummary summary(Instant finishedAt, Duration duration) {
        ScanSummary.Outcome outcome = leftOut == 0 ? ScanSummary.Outcome.COMPLETED : ScanSummary.Outcome.INTERRUPTED;
        return new ScanSummary(outcome, finishedAt, duration, verdicts, attempts);
    }
}
