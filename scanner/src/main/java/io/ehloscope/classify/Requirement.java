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
 * @param size the bounds of what SIZE offers; {@link SizeBounds#ANY} for every other verb
 * @param excuse a known good reason for its absence, if there is one
 * @param severity how much its absence matters; null where the verb itself tells
 * @param source where it is known from that it must be there; null where the profile's source says so
 */
public record Requirement(
        String verb,
        List<String> params,
        SizeBounds size,
        @Nullable Excuse excuse,
        @Nullable Severity severity,
        @Nullable String source) {

    /** Folds the name and copies the params. */
    public Requirement {
        verb = Verb.key(verb);
        params = List.copyOf(params);
    }

    /** A verb with params, of any size. */
    public Requirement(String verb, List<String> params, @Nullable Excuse excuse) {
        this(verb, params, SizeBounds.ANY, excuse, null, null);
    }

    /** A verb that is simply asked for. */
    public static Requirement of(String verb) {
        return new Requirement(verb, List.of(), null);
    }

    /**
     * What a reply lacks of this: null where it lacks nothing, the verb's name where the verb is not there, the verb and
     * the first param that is not offered, or the bound that is broken, where only that is.
     */
    public @Nullable String lackingIn(VerbSet verbs) {
        if (!isThere(verbs)) {
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

    /** {@code AUTH=LOGIN} is there too where the server writes {@code AUTH=PLAIN LOGIN}. */
    private boolean isThere(VerbSet verbs) {
        int glue = verb.indexOf('=');
        return verbs.has(verb)
                || (glue > 0
                        && verbs.stream()
                                .filter(each -> each.key().startsWith(verb.substring(0, glue + 1)))
                                .anyMatch(each -> each.offers(verb.substring(glue + 1))));
    }
}
