package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A verb whose absence is accepted.
 *
 * @param verb its name in upper case; its params are exempt with it
 * @param reason why, for people; null where nobody said
 * @param until the last day on which it holds, in UTC; null where it holds for good
 */
public record Exemption(
        String verb, @Nullable String reason, @Nullable LocalDate until) {

    /** Folds the name. */
    public Exemption {
        verb = Verb.key(verb);
    }

    /** One that holds for good, and nobody said why. */
    public static Exemption of(String verb) {
        return new Exemption(verb, null, null);
    }

    /** Whether its last day is over. */
    public boolean hasEndedBy(LocalDate today) {
        return until != null && today.isAfter(until);
    }

    /** These words with its last day and its reason behind them: {@code XEXCH50 until 2027-01-31: a firewall}. */
    public String behind(String words) {
        return words + (until == null ? "" : " until " + until) + (reason == null ? "" : ": " + reason);
    }

    /** Both lists as one, each verb once: of two exemptions of one verb the nearer one counts. */
    public static List<Exemption> merged(List<Exemption> outer, List<Exemption> nearer) {
        if (nearer.isEmpty()) {
            return outer;
        }
        Map<String, Exemption> all = new LinkedHashMap<>();
        outer.forEach(each -> all.put(each.verb(), each));
        nearer.forEach(each -> all.put(each.verb(), each));
        return List.copyOf(all.values());
    }
}
