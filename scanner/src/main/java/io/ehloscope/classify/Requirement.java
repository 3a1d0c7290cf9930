package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verb that a profile requires.
 *
 * @param verb its name in upper case
 * @param params the params that must be offered with it; usually none
 * @param size the bounds of the SIZE limit; {@link SizeBounds#ANY} for every other verb
 * @param excuse a known good reason for its absence; null if there is none
 * @param severity the severity of its absence; null if it follows from the verb
 * @param source the source of the requirement; null if it is the source of the profile
 */
public record Requirement(
        String verb,
        List<String> params,
        SizeBounds size,
        @Nullable Excuse excuse,
        @Nullable Severity severity,
        @Nullable String source) {

    /** Converts the name to upper case and copies the params. */
    public Requirement {
        verb = Verb.key(verb);
        params = List.copyOf(params);
    }

    /** A verb with params, of any size. */
    public Requirement(String verb, List<String> params, @Nullable Excuse excuse) {
        this(verb, params, SizeBounds.ANY, excuse, null, null);
    }

    /** A verb without further conditions. */
    public static Requirement of(String verb) {
        return new Requirement(verb, List.of(), null);
    }

    /**
     * What the offered verbs lack of this requirement: null if they lack nothing, the name of the verb if it is
     * missing, or else the verb with the first param that is not offered or with the bound that is broken.
     */
    public @Nullable String lackingIn(VerbSet verbs) {
        if (!isOffered(verbs)) {
            return verb;
        }
        for (String param : params) {
            if (!verbs.offers(verb, param)) {
                return verb + " " + param;
            }
        }
        String broken = size.brokenBy(verbs);
        return broken == null ? null : verb + " " + broken;
    }

    /** Whether the verb is offered. {@code AUTH=PLAIN LOGIN} offers {@code AUTH=LOGIN} too. */
    private boolean isOffered(VerbSet verbs) {
        int glue = verb.indexOf('=');
        return verbs.has(verb)
                || (glue > 0
                        && verbs.stream()
                                .filter(each -> each.key().startsWith(verb.substring(0, glue + 1)))
                                .anyMatch(each -> each.offers(verb.substring(glue + 1))));
    }
}
