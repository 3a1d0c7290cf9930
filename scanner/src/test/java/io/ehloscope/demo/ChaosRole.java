package io.ehloscope.demo;

import io.ehloscope.classify.Verdict;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a target while its server plays one part.
 *
 * @param verdict the only right one, as its label
 * @param missing how many Exchange verbs are missing; null where the verdict alone says what is possible
 */
public record ChaosRole(String verdict, @Nullable Integer missing) {

    private static final Set<String> LACKING = Set.of(Verdict.PARTIAL.label(), Verdict.NOT_LOADED.label());
    private static final Set<String> ANSWERED = Set.of(Verdict.FOREIGN.label(), Verdict.INCONSISTENT.label());

    static ChaosRole of(Verdict verdict) {
        return new ChaosRole(verdict.label(), null);
    }

    /**
     * Whether this is what is shown.
     *
     * @param shownVerdict the label of a verdict
     * @param shownMissing the value of {@code ehlo_missing_exchange_verbs}; null where it is absent
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
        // Unknown is never counted: only an answer that was read to its end has a count.
        boolean healthy = verdict.equals(Verdict.HEALTHY.label());
        return shown == null || ANSWERED.contains(verdict) || healthy && shown == 0;
    }
}
