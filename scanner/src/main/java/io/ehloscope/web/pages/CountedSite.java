package io.ehloscope.web.pages;

import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.result.TargetResult;
import java.util.EnumMap;
import java.util.Map;

/** The number of targets of a site, by verdict and by the severity of the worst finding. Not thread-safe. */
final class CountedSite {

    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Severity, Integer> severities = new EnumMap<>(Severity.class);
    private int targets;

    /** Counts a target. */
    void add(TargetResult result) {
        targets++;
        verdicts.merge(result.verdict(), 1, Integer::sum);
        Severity worst = result.worst();
        if (worst != null) {
            severities.merge(worst, 1, Integer::sum);
        }
    }

    /** The number of targets. */
    int targets() {
        return targets;
    }

    /** The number of targets with this verdict. */
    int count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    /** The number of targets whose worst finding has this severity. */
    int count(Severity severity) {
        return severities.getOrDefault(severity, 0);
    }
}
