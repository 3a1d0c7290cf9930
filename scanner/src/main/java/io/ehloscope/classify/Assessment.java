package io.ehloscope.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The assessment of one target.
 *
 * @param verdict the verdict
 * @param reasons the sentences that justify the verdict, the most important first; server text in them is not escaped
 * @param profile the profile that was applied; null if none could be
 * @param product the recognized product; null if none was recognized
 * @param missing required verbs that are missing, in the profile's order; null if unknown
 * @param missingExchangeVerbs how many of the missing verbs are Exchange's own; null if unknown
 * @param unexpected offered verbs that the profile forbids
 * @param masked lines of the reply that a middlebox rewrote
 * @param exempt the exemptions that were applied to the answer, the nearest for each verb; empty if verbs cannot be
 *     counted
 * @param severities the severity of each missing verb, by its name without params
 * @param findings everything that is wrong with the target, the worst first
 */
public record Assessment(
        Verdict verdict,
        List<String> reasons,
        @Nullable String profile,
        @Nullable Product product,
        @Nullable List<String> missing,
        @Nullable Integer missingExchangeVerbs,
        List<String> unexpected,
        List<String> masked,
        List<ExemptVerb> exempt,
        Map<String, Severity> severities,
        List<Finding> findings) {

    /** Copies the collections. */
    public Assessment {
        reasons = List.copyOf(reasons);
        missing = missing == null ? null : List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        masked = List.copyOf(masked);
        exempt = List.copyOf(exempt);
        severities = Map.copyOf(severities);
        findings = List.copyOf(findings);
    }

    /** An assessment without exemptions, severities and findings: every missing verb is a warning. */
    public Assessment(
            Verdict verdict,
            List<String> reasons,
            @Nullable String profile,
            @Nullable Product product,
            @Nullable List<String> missing,
            @Nullable Integer missingExchangeVerbs,
            List<String> unexpected,
            List<String> masked) {
        this(
                verdict,
                reasons,
                profile,
                product,
                missing,
                missingExchangeVerbs,
                unexpected,
                masked,
                List.of(),
                Map.of(),
                List.of());
    }

    /** This assessment with other findings. */
    public Assessment with(List<Finding> other) {
        return new Assessment(
                verdict,
                reasons,
                profile,
                product,
                missing,
                missingExchangeVerbs,
                unexpected,
                masked,
                exempt,
                severities,
                other);
    }

    /** This assessment with one more reason, the least important. */
    Assessment withReason(String sentence) {
        List<String> all = new ArrayList<>(reasons);
        all.add(sentence);
        return new Assessment(
                verdict,
                all,
                profile,
                product,
                missing,
                missingExchangeVerbs,
                unexpected,
                masked,
                exempt,
                severities,
                findings);
    }

    /** The severity of the worst finding; null without findings. */
    public @Nullable Severity worst() {
        return findings.isEmpty() ? null : findings.get(0).severity();
    }

    /** The severity of a missing verb, with or without a param. */
    public Severity severity(String verb) {
        int blank = verb.indexOf(' ');
        return severities.getOrDefault(blank < 0 ? verb : verb.substring(0, blank), Severity.WARNING);
    }

    /** An assessment whose verdict does not depend on verbs. */
    public static Assessment without(
            Verdict verdict, List<String> reasons, @Nullable String profile, @Nullable Product product) {
        return new Assessment(verdict, reasons, profile, product, null, null, List.of(), List.of());
    }
}
