package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts about verbs, by name, without regard to case. */
public final class VerbCatalogue {

    private final Map<String, VerbFact> facts;

    /** A catalogue of these facts, in this order. */
    public VerbCatalogue(Collection<VerbFact> facts) {
        Map<String, VerbFact> all = new LinkedHashMap<>();
        facts.forEach(fact -> all.put(Verb.key(fact.verb()), fact));
        this.facts = Collections.unmodifiableMap(all);
    }

    /** The facts about a verb, with or without a param after its name; null if the verb is unknown. */
    public @Nullable VerbFact fact(String verb) {
        int blank = verb.indexOf(' ');
        return facts.get(Verb.key(blank < 0 ? verb : verb.substring(0, blank)));
    }

    /** Whether the verb is Exchange's own. */
    public boolean isExchange(String verb) {
        return isExchange(fact(verb));
    }

    private static boolean isExchange(@Nullable VerbFact fact) {
        return fact != null && fact.provider() == VerbFact.Provider.EXCHANGE;
    }

    /**
     * The severity of the absence of this verb: that of the profile, or else critical for Exchange's own verbs and a
     * warning for others.
     */
    public Severity severity(Requirement requirement) {
        Severity declared = requirement.severity();
        return declared != null ? declared : isExchange(requirement.verb()) ? Severity.CRITICAL : Severity.WARNING;
    }

    /** Whether one of the verbs is Exchange's own. */
    public boolean anyExchange(VerbSet verbs) {
        for (String key : verbs.keys()) {
            if (isExchange(facts.get(key))) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of these requirements is for a verb of Exchange's own. */
    boolean asksForExchange(List<Requirement> requirements) {
        for (Requirement each : requirements) {
            if (isExchange(each.verb())) {
                return true;
            }
        }
        return false;
    }

    /** The number of these verbs, with or without params, that are Exchange's own. */
    int countExchange(List<String> names) {
        int own = 0;
        for (String name : names) {
            own += isExchange(name) ? 1 : 0;
        }
        return own;
    }

    /** All facts in order. */
    public Collection<VerbFact> facts() {
        return facts.values();
    }
}
