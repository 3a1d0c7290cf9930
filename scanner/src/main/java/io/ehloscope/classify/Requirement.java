package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
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

    /** A verb that is simply asked for. */
    public static Requirement of(String verb) {
        return new Requirement(verb, List.of(), null);
    }
}
