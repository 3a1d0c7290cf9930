package io.ehloscope.result;

import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
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
 * @param targetsByFinding the number of targets that have a finding; findings that no target has are left out
 * @param targetsBySeverity the number of targets by the severity of their worst finding; every severity is a key
 */
public record ScanSummary(
        Outcome outcome,
        Instant finishedAt,
        Duration duration,
        Map<Verdict, Integer> verdicts,
        long attempts,
        Map<FindingKind, Integer> targetsByFinding,
        Map<Severity, Integer> targetsBySeverity) {

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

    /** Copies the counts; verdicts and severities without a count get 0. */
    public ScanSummary {
        EnumMap<Verdict, Integer> all = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            all.put(verdict, verdicts.getOrDefault(verdict, 0));
        }
        verdicts = Collections.unmodifiableMap(all);
        EnumMap<FindingKind, Integer> kinds = new EnumMap<>(FindingKind.class);
        kinds.putAll(targetsByFinding);
        targetsByFinding = Collections.unmodifiableMap(kinds);
        EnumMap<Severity, Integer> severities = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            severities.put(severity, targetsBySeverity.getOrDefault(severity, 0));
        }
        targetsBySeverity = Collections.unmodifiableMap(severities);
    }

    /** The number of targets with this verdict. */
    public int count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    /** The number of targets with this finding. */
    public int count(FindingKind kind) {
        return targetsByFinding.getOrDefault(kind, 0);
    }

    /** The number of targets whose worst finding has this severity. */
    public int count(Severity severity) {
        return targetsBySeverity.getOrDefault(severity, 0);
    }

    /** The number of targets that have a finding, whatever its severity. */
    public int findings() {
        return targetsBySeverity.values().stream().mapToInt(Integer::intValue).sum();
    }
}
