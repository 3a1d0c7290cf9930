package io.ehloscope.classify;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of one target.
 *
 * @param verdict what it comes to
 * @param reasons the sentences that justify it, the weightiest first; server text in them is not escaped
 * @param profile the profile that was applied; null where none could be
 * @param product what answers; null where it could not be told
 * @param missing required verbs that are not there, in the profile's order; null where it cannot be known
 * @param missingExchangeVerbs how many of the missing verbs are Exchange's own; null where it cannot be known
 * @param unexpected verbs that the profile forbids and that are there
 * @param masked lines of the reply that a middlebox rewrote
 * @param exempt the exemptions that were looked at, the nearest of each verb; empty where verbs cannot be counted
 * @param severities how much each missing verb matters, by its name without params
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
        Map<String, Severity> severities) {

    /** Copies the collections. */
    public Assessment {
        reasons = List.copyOf(reasons);
        missing = missing == null ? null : List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        masked = List.copyOf(masked);
        exempt = List.copyOf(exempt);
        severities = Map.copyOf(severities);
    }

    /** An assessment in which no exemption has a part, and that weighs nothing: every missing verb is a warning. */
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
                Map.of());
    }

    /** How much it matters that this verb, a param behind it aside, is missing. */
    public Severity severity(String verb) {
        int blank = verb.indexOf(' ');
        return severities.getOrDefault(blank < 0 ? verb : verb.substring(0, blank), Severity.WARNING);
    }

    /** A verdict that rests on no list of verbs. */
    public static Assessment without(
            Verdict verdict, List<String> reasons, @Nullable String profile, @Nullable Product product) {
        return new Assessment(verdict, reasons, profile, product, null, null, List.of(), List.of());
    }
}
