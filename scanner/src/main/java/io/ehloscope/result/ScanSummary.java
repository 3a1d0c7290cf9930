package io.ehloscope.result;

import io.ehloscope.classify.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The facts that are known when a scan ends.
 *
 * @param outcome how it ended
 * @param finishedAt when it ended
 * @param duration the time since its start
 * @param verdicts the number of targets by verdict; every verdict is a key
 * @param attempts the number of dialogues and failed connects of all targets
 */
public record ScanSummary(
        Outcome outcome, Instant finishedAt, Duration duration, Map<Verdict, Integer> verdicts, long attempts) {

    /** How a scan ended. */
    public enum Outcome {
        /** Every target was probed. */
        COMPLETED,
        /** The scan was stopped; the remaining targets are skipped. */
        INTERRUPTED;

        /** The name in results and labels. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the counts; verdicts without a count get 0. */
    public ScanSummary {
        EnumMap<Verdict, Integer> all = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            all.put(verdict, verdicts.getOrDefault(verdict, 0));
        }
        verdicts = Collections.unmodifiableMap(all);
    }

    /** The number of targets with this verdict. */
    public int count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    /** The number of targets whose verdict is a finding. */
    public int findings() {
        return verdicts.entrySet().stream()
                .filter(each -> each.getKey().isFinding())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
