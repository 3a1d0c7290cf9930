package io.ehloscope.demo;

import io.ehloscope.classify.Verdict;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The expected result of a target while its server has one persona.
 *
 * @param verdict the label of the only correct verdict
 * @param missing how many Exchange verbs are missing; null if only the verdict constrains the number
 */
public record ChaosRole(String verdict, @Nullable Integer missing) {

    private static final Set<String> LACKING = Set.of(Verdict.PARTIAL.label(), Verdict.NOT_LOADED.label());
    private static final Set<String> ANSWERED = Set.of(Verdict.FOREIGN.label(), Verdict.INCONSISTENT.label());

    static ChaosRole of(Verdict verdict) {
        return new ChaosRole(verdict.label(), null);
    }

    /**
     * Whether the shown values are correct.
     *
     * @param shownVerdict the label of a verdict
     * @param shownMissing the value of {@code ehlo_missing_exchange_verbs}; null if it is absent
     */
    public boolean allows(String shownVerdict, @Nullable Integer shownMissing) {
        return verdict.equals(shownVerdict) && allows(shownMissing);
    }

    private boolean allows(@Nullable Integer shown) {
        if (missing != null) {
            return missing.equals(shown);
        }
        if (LACKING.contains(verdict)) {
            return shown != null && shown > 0;
        }
        // An unknown number has no series: only a complete reply has a number.
        boolean healthy = verdict.equals(Verdict.HEALTHY.label());
        return shown == null || ANSWERED.contains(verdict) || healthy && shown == 0;
    }
}
