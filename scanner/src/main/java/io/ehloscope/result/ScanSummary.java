package io.ehloscope.result;

import io.ehloscope.classify.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is known when a scan ends.
 *
 * @param outcome how it ended
 * @param finishedAt when
 * @param duration from its start
 * @param verdicts how many targets of each verdict; every verdict is there
 * @param attempts dialogues and failed connects of all targets
 */
public record ScanSummary(
        Outcome outcome, Instant finishedAt, Duration duration, Map<Verdict, Integer> verdicts, long attempts) {

    /** How a scan ended. */
    public enum Outcome {
        /** Every target was looked at. */
        COMPLETED,
        /** It was told to stop; the rest is skipped. */
        INTERRUPTED;

        /** As it is written in results and labels. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the counts and fills in the zeros. */
    public ScanSummary {
        EnumMap<Verdict, Integer> all = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            all.put(verdict, verdicts.getOrDefault(verdict, 0));
        }
        verdicts = Collections.unmodifiableMap(all);
    }

    /** How many targets have this verdict. */
    public int count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    /** How many targets have a verdict that is a finding. */
    public int findings() {
        return verdicts.entrySet().stream()
                .filter(each -> each.getKey().isFinding())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
