package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verb that a profile asks for.
 *
 * @param verb its name in upper case
 * @param params the params that must be offered with it; mostly none
 * @param excuse a known good reason for its absence, if there is one
 */
public record Requirement(
        String verb, List<String> params, @Nullable Excuse excuse) {

    /** Folds the name and copies the params. */
    public Requirement {
        verb = Verb.key(verb);
        params = List.copyOf(params);
    }

    /**
     * What a reply lacks of this: null where it lacks nothing, the verb's name where the verb is not there, the verb and
     * the first param that is not offered where only a param is.
     */
    public @Nullable String lackingIn(VerbSet verbs) {
        if (!isThere(verbs)) {
            return verb;
        }
        return params.stream()
                .filter(param -> !verbs.offers(verb, param))
                .findFirst()
                .map(param -> verb + " " + param)
                .orElse(null);
    }

    /** {@code AUTH=LOGIN} is there too where the server writes {@code AUTH=PLAIN LOGIN}. */
    private boolean isThere(VerbSet verbs) {
        int glue = verb.indexOf('=');
        return verbs.has(verb)
                || (glue > 0
                        && verbs.stream()
                                .filter(each -> each.key().startsWith(verb.substring(0, glue + 1)))
                                .anyMatch(each -> each.offers(verb.substring(glue + 1))));
    }

    /** A verb that is simply asked for. */
    public static Requirement of(String verb) {
        return new Requirement(verb, List.of(), null);
    }
}
