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
 * @param verb the name of the verb in upper case; its params are exempt with it
 * @param reason why, for people; null if no reason was given
 * @param until the last day on which it applies, in UTC; null if it does not end
 */
public record Exemption(
        String verb, @Nullable String reason, @Nullable LocalDate until) {

    /** Converts the name to upper case. */
    public Exemption {
        verb = Verb.key(verb);
    }

    /** An exemption without an end and without a reason. */
    public static Exemption of(String verb) {
        return new Exemption(verb, null, null);
    }

    /** Whether its last day has passed. */
    public boolean hasEndedBy(LocalDate today) {
        return until != null && today.isAfter(until);
    }

    /** The words followed by its last day and its reason: {@code XEXCH50 until 2027-01-31: a firewall}. */
    public String behind(String words) {
        return words + (until == null ? "" : " until " + until) + (reason == null ? "" : ": " + reason);
    }

    /** Both lists as one, with each verb once: of two exemptions of one verb, the nearer one applies. */
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
